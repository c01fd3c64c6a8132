export * from './brand.ts';
export * from './claims.ts';
export * from './errors.ts';
export * from './headers.ts';
export * from './london-time.ts';
export * from './nhs-number.ts';
export * from './sections.ts';
export * from './trusts.ts';
