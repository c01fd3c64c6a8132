import { buildSubgraph, describeSubgraph, mergeRules, type SubgraphParts } from '@crosstrust/kit';
import { contactsFeature } from '../contacts/feature.ts';
import { feedsFeature } from '../feeds/feature.ts';
import { leavingFeature } from '../leaving/feature.ts';
import { linksFeature } from '../links/feature.ts';
import { nhsLoginFeature } from '../nhs-login/feature.ts';
import { passkeysFeature } from '../passkeys/feature.ts';
import { passwordsFeature } from '../passwords/feature.ts';
import { peopleFeature } from '../people/feature.ts';
import { recoveryFeature } from '../recovery/feature.ts';
import { recoveryCodesFeature } from '../recovery-codes/feature.ts';
import { secondFactorsFeature } from '../second-factors/feature.ts';
import { securityFeature } from '../security/feature.ts';
import { securitySessionsFeature } from '../security/sessions-feature.ts';
import { sessionsFeature } from '../sessions/feature.ts';
import { raiseFeature } from '../sessions/raise-feature.ts';
import { registrationFeature } from '../registration/feature.ts';
import { sharingFeature } from '../sharing/feature.ts';
import { signInFeature } from '../sign-in/feature.ts';
import { totpFeature } from '../totp/feature.ts';
import { waysInFeature } from '../ways-in/feature.ts';
import { anyViewer, notServed } from './checks.ts';
import type { GraphContext } from './context.ts';
import { each, type Feature } from './feature.ts';
import { trustsFeature } from './trusts-feature.ts';

/** Everything that the single login can do. */
const features: readonly Feature[] = [
  trustsFeature,
  waysInFeature,
  nhsLoginFeature,
  peopleFeature,
  linksFeature,
  registrationFeature,
  signInFeature,
  sessionsFeature,
  feedsFeature,
  sharingFeature,
  leavingFeature,
  contactsFeature,
  recoveryFeature,
  raiseFeature,
  securityFeature,
  securitySessionsFeature,
  passwordsFeature,
  secondFactorsFeature,
  passkeysFeature,
  totpFeature,
  recoveryCodesFeature,
];

const parts: SubgraphParts<GraphContext> = {
  // biome-ignore lint/complexity/noBannedTypes: type-graphql's own signature
  resolvers: features.flatMap(({ resolvers }) => resolvers) as [Function, ...Function[]],
  types: features.flatMap(({ types }) => types ?? []),
  rules: mergeRules([
    {
      Query: { _entities: anyViewer, _service: notServed },
      UserError: each('public', 'code', 'message', 'field'),
      _Service: { sdl: 'inherit' },
    },
    ...features.map(({ rules }) => rules),
  ]),
  references: Object.assign({}, ...features.map(({ references }) => references)),
};

/** The schema that is served: guarded field by field. */
export const createSchema = () => buildSubgraph<GraphContext>(parts).schema;

/** The schema as the composer takes it. */
export const printSchema = () => describeSubgraph<GraphContext>(parts).sdl;
