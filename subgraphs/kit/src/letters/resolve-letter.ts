import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { TrustContext } from '../graph/context.ts';
import type { OfRecord } from '../graph/per-request.ts';
import { DocumentLink } from '../graph/values.ts';
import type { LetterContent } from '../storage/content.ts';
import { DischargeSummary } from './discharge-summary.ts';
import { Letter } from './letter.ts';
import { linkTo, type WithDocument } from './link-to.ts';
import { comesByPost } from './post.ts';
import { LetterReading, readingOf } from './reading.ts';
import { supersededBy } from './supersedes.ts';

/** A letter as its list presents it. */
type PresentLetter = OfRecord & LetterContent & { readonly enclosures: string[]; readonly replaces: string[] };

const ofDocument = {
  nullable: true,
  description: 'The file that it came as; where it came as text, a PDF that is made of it.',
};

@Resolver(() => Letter)
class LetterResolver {
  @FieldResolver(() => Boolean, { description: 'Whether it comes by post as well.' })
  byPost(@Root() letter: PresentLetter, @Ctx() { policy }: TrustContext): boolean {
    return comesByPost(policy.post, letter);
  }

  @FieldResolver(() => String, { nullable: true, description: 'What the trust says of post, where it comes by post.' })
  postWords(@Root() letter: PresentLetter, @Ctx() { policy }: TrustContext): string | null {
    return comesByPost(policy.post, letter) ? policy.post.words : null;
  }

  @FieldResolver(() => LetterReading)
  reading(@Root() letter: OfRecord, @Ctx() context: TrustContext) {
    return readingOf(letter, context);
  }

  @FieldResolver(() => [Letter], {
    description: 'The letters that this one replaced, newest first; they are in no list.',
  })
  supersedes(@Root() letter: PresentLetter, @Ctx() context: TrustContext) {
    return supersededBy(letter, context);
  }

  @FieldResolver(() => DocumentLink, ofDocument)
  document(@Root() letter: WithDocument, @Ctx() context: TrustContext) {
    return linkTo(letter, context);
  }
}

@Resolver(() => DischargeSummary)
class DischargeSummaryResolver {
  @FieldResolver(() => LetterReading)
  reading(@Root() summary: OfRecord, @Ctx() context: TrustContext) {
    return readingOf(summary, context);
  }

  @FieldResolver(() => DocumentLink, ofDocument)
  document(@Root() summary: WithDocument, @Ctx() context: TrustContext) {
    return linkTo(summary, context);
  }
}

/** What letters and discharge summaries tell beyond their own content. */
export const resolversOfLetters = [LetterResolver, DischargeSummaryResolver];
