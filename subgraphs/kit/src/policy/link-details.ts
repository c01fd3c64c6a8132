/** Details that a person gives and a trust can compare with what it holds. */
export const linkDetails = ['nhsNumber', 'birthDate', 'mobile', 'email', 'mobileOrEmail'] as const;
export type LinkDetail = (typeof linkDetails)[number];
