import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { TrustContext } from '../graph/context.ts';
import { inherit, type MakeFeature } from '../graph/feature.ts';
import { presentSource } from '../graph/lists.ts';
import { loadByRecord, type OfRecord } from '../graph/per-request.ts';
import { RecordItem, type Trust } from '../graph/values.ts';
import { disagreementsOf } from './disagreements.ts';
import { Disagreement, ItemSource } from './values.ts';

/** An item as its list presents it. */
interface PresentItem extends OfRecord {
  readonly source: Trust;
  readonly receivedAt: Date;
  readonly changedAt?: Date | null;
  readonly updatedAt: Date;
}

/** Asked for only when a query asks for sources or disagreements, once for all items of the request. */
const routes = loadByRecord((context, recordId, ids) => context.readers().routes(recordId, ids));

@Resolver(() => RecordItem)
class ProvenanceOfItem {
  @FieldResolver(() => [ItemSource], { description: 'Where it came from, what changed last first; one or more.' })
  async sources(@Root() item: PresentItem, @Ctx() context: TrustContext): Promise<ItemSource[]> {
    const found = (await routes(context).load(item)) ?? [];
    if (found.length === 0)
      return [{ source: item.source, receivedAt: item.receivedAt, changedAt: item.changedAt ?? item.updatedAt }];
    return found.map(({ source, receivedAt, changedAt }) => ({
      source: presentSource(context.policy, source),
      receivedAt,
      changedAt,
    }));
  }

  @FieldResolver(() => [Disagreement], { description: 'In what its sources differ.' })
  async disagreements(@Root() item: PresentItem, @Ctx() context: TrustContext): Promise<Disagreement[]> {
    const found = (await routes(context).load(item)) ?? [];
    if (found.length < 2) return [];
    const versions = found.flatMap(({ open, ...route }) => {
      const content = open();
      return content ? [{ ...route, content }] : [];
    });
    return disagreementsOf(versions).map(({ field, values }) => ({
      field,
      values: values.map(({ source, ...value }) => ({ ...value, source: presentSource(context.policy, source) })),
    }));
  }
}

/** Where each item came from, and where its sources differ (M5 W13). */
export const provenanceFeature: MakeFeature = () => ({
  resolvers: [ProvenanceOfItem],
  types: [],
  rules: {
    ItemSource: inherit('source', 'receivedAt', 'changedAt'),
    Disagreement: inherit('field', 'values'),
    DisagreeingValue: inherit('value', 'source', 'at'),
  },
});
