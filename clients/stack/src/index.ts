export { LaunchFault } from './fault.ts';
export { type Inbox, type InboxMessage, openInbox } from './inbox.ts';
export {
  type Details,
  type GraphqlAnswer,
  internationalOf,
  openPortal,
  type Portal,
  type Proof,
  Refused,
} from './portal.ts';
export type { EmbeddedPostgres } from './postgres/embedded.ts';
export { startTemporaryPostgres } from './postgres/temporary.ts';
export type { Person } from './sample/people.ts';
export { sampleBundle, samplePeople, writeSamples } from './sample/write-samples.ts';
export { planServices, type StackUrls } from './services.ts';
export { type Stack, type StackOptions, startStack } from './stack.ts';
export type { Supervised } from './supervisor.ts';
