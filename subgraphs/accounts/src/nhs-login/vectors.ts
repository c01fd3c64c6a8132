/**
 * What is asked of NHS login (vtr): an identity that was compared with photo identification (P9), proven with a password
 * and a device, or with a key in a device. One of them has to be met whole.
 */
export const askedVectors = ['P9.Cp.Cd', 'P9.Cp.Ck', 'P9.Cm'] as const;

/**
 * Whether a vector of trust (vot, RFC 8485) meets one of those that were asked for. Its components stand in any order; a
 * vector with two levels of proofing says nothing.
 */
export function meetsAsked(vector: string): boolean {
  const components = vector.split('.');
  if (components.filter((component) => component.startsWith('P')).length !== 1) return false;
  return askedVectors.some((asked) => asked.split('.').every((component) => components.includes(component)));
}
