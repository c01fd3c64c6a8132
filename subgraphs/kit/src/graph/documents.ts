import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { TrustContext } from './context.ts';
import { DischargeSummary, Letter } from './items.ts';
import { DocumentLink } from './values.ts';

interface WithDocument {
  readonly id: string;
  readonly recordId: string;
  readonly documentId?: string;
  readonly contentType?: string;
  readonly size?: number;
}

@Resolver(() => Letter)
export class LetterResolver {
  @FieldResolver(() => DocumentLink, { nullable: true })
  document(@Root() letter: WithDocument, @Ctx() context: TrustContext) {
    return linkTo(letter, context);
  }
}

@Resolver(() => DischargeSummary)
export class DischargeSummaryResolver {
  @FieldResolver(() => DocumentLink, { nullable: true })
  document(@Root() summary: WithDocument, @Ctx() context: TrustContext) {
    return linkTo(summary, context);
  }
}

async function linkTo(
  { id, recordId, documentId, contentType, size }: WithDocument,
  { links }: TrustContext,
): Promise<DocumentLink | null> {
  if (!documentId || !contentType || size === undefined) return null;
  return { ...(await links.make({ record: recordId, item: id })), contentType, size };
}
