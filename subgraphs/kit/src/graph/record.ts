import { sections } from '@crosstrust/contract';
import { Ctx, Field, FieldResolver, ID, InterfaceType, Resolver } from 'type-graphql';
import { shownSections } from '../policy/policy.ts';
import type { TrustContext } from './context.ts';
import { presentSource } from './lists.ts';
import { SectionStatus, typeOf } from './values.ts';

/** A record as resolvers pass it on. */
export interface RecordParent {
  readonly typeName: string;
  readonly id: string;
}

/** Every field of a record but its id is nullable: a trust that does not answer costs its own fields only. */
@InterfaceType({
  autoRegisterImplementations: false,
  resolveType: typeOf,
  description: 'What one trust holds of one patient and shows.',
})
export abstract class CareRecord {
  @Field(() => ID)
  id!: string;
}

/** What a record says of itself. Each feature adds its own fields. */
@Resolver(() => CareRecord)
export class CareRecordResolver {
  @FieldResolver(() => [SectionStatus], {
    nullable: true,
    description: 'For each kind of content, what the trust shows and why not.',
  })
  sections(@Ctx() { policy }: TrustContext): SectionStatus[] {
    return sections.map((section) => {
      const { state, words } = policy.sections[section];
      const shown = shownSections(policy, [section]);
      return { section, state, words, sources: shown.map(({ source }) => presentSource(policy, source)) };
    });
  }
}
