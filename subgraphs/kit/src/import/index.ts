export { type Candidate, runCandidates } from './candidates.ts';
export type { ImportReport } from './report.ts';
export { runImport } from './run-import.ts';
