export { type AccessFacts, type Decision, decide, type PatientFacts } from './access/decide.ts';
export { type HeldPatient, vouch } from './linking/vouch.ts';
export { national } from './policy/national.ts';
export * from './policy/policy.ts';
export * from './run-trust.ts';
export * from './subgraph/build-subgraph.ts';
export type { Check, FieldRule, RuleTable } from './subgraph/rules.ts';
export * from './subgraph/scalars.ts';
