import { z } from 'zod';

/** Settings that are missing or wrong: one line each, told before anything starts. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** Marks a secret that was made for development; production refuses to start with it. */
export const developmentMark = 'dev:';

/** Fields that every service has. */
export const commonSettings = {
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
  HOST: z.string().default('127.0.0.1'),
  /** 0 lets the system choose (tests). */
  PORT: z.coerce.number().int().min(0).max(65535),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
};

/** A URL of another service, without a trailing slash. */
export const serviceUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));

const loopbackHosts = ['localhost', '127.0.0.1', '[::1]'];

/** Where people reach the gateway: an origin, https, or http on this machine only. */
export const publicUrl = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isOrigin = url?.pathname === '/' && !url.search && !url.username;
  if (url && isOrigin && url.protocol === 'https:') return url;
  if (url && isOrigin && url.protocol === 'http:' && loopbackHosts.includes(url.hostname)) return url;
  context.addIssue({
    code: 'custom',
    message: 'expected https://host, or http://localhost:port on a developer’s machine',
  });
  return z.NEVER;
});

/** `key=url,key=url`: where each trust is reached. */
export const trustUrls = z.string().transform((text, context) => {
  const pairs = text
    .split(',')
    .filter(Boolean)
    .map((pair) => {
      const [key = '', url = ''] = pair.split(/=(.*)/s);
      return [key.trim(), url.trim().replace(/\/+$/, '')] as const;
    });
  if (pairs.every(([key, url]) => key && URL.canParse(url))) return new Map(pairs);
  context.addIssue({ code: 'custom', message: 'expected key=url,key=url' });
  return z.NEVER;
});

/** Symmetric keys for rotation, `id:base64,id:base64`: the first is used, the rest still read. Each 32 bytes. */
export const keyRing = z.string().transform((text, context) => {
  const keys = text
    .replaceAll(developmentMark, '')
    .split(',')
    .filter(Boolean)
    .map((pair) => {
      const [id = '', value = ''] = pair.split(/:(.*)/s);
      return { id: id.trim(), key: Buffer.from(value, 'base64') };
    });
  const [first, ...rest] = keys;
  if (first && keys.every(({ id, key }) => /^[a-z0-9]{1,16}$/.test(id) && key.length === 32))
    return [first, ...rest] as KeyRing;
  context.addIssue({
    code: 'custom',
    message: 'expected id:base64 of 32 bytes, comma between keys, the current one first',
  });
  return z.NEVER;
});
export interface RingKey {
  readonly id: string;
  readonly key: Buffer;
}
export type KeyRing = readonly [RingKey, ...RingKey[]];

/**
 * Checks the environment of one service against its schema, once, at start.
 * @throws SettingsError naming each setting that is missing, malformed, or a development secret in production.
 */
export function readSettings<Shape extends z.ZodRawShape>(
  shape: Shape,
  environment: Readonly<Record<string, string | undefined>>,
): z.output<z.ZodObject<Shape>> {
  const result = z.object(shape).safeParse(environment);
  const problems = result.success
    ? []
    : result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  if ((environment['NODE_ENV'] ?? 'production') === 'production') {
    for (const name of Object.keys(shape)) {
      if (environment[name]?.includes(developmentMark))
        problems.push(`${name}: holds a development secret, which production refuses`);
    }
  }
  if (problems.length > 0 || !result.success) throw new SettingsError(problems.join('\n'));
  return result.data;
}
