import { networkOf } from '../limits/limit-address.ts';

/** What browsers call themselves, the ones that pose as others first. */
const browsers: readonly [mark: RegExp, name: string][] = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bVersion\/[\d.]+ .*\bSafari\//, 'Safari'],
];

const systems: readonly [mark: RegExp, name: string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b/, 'Mac'],
  [/\bLinux\b/, 'Linux'],
];

/**
 * What a browser calls itself, in words that its owner knows it by: “Firefox on Windows”. It is what it says of itself and
 * proves nothing.
 * @returns null for a program that is no browser known here
 */
export function agentInWords(agent: string | null): string | null {
  const find = (list: typeof browsers) => list.find(([mark]) => mark.test(agent ?? ''))?.[1];
  const browser = find(browsers);
  const system = find(systems);
  if (!browser) return null;
  return system ? `${browser} on ${system}` : browser;
}

/** The network of an address, enough for its owner to know it by: the first three numbers of four, or the first three groups. */
export function networkInWords(address: string): string {
  const network = networkOf(address);
  return network.includes(':')
    ? `${network.split(':').slice(0, 3).join(':')}:*`
    : `${network.split('.').slice(0, 3).join('.')}.*`;
}
