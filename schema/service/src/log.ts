import { pino } from 'pino';

/** Everything that may stand in a log line. An allow-list: a field that is not here is dropped, whoever passes it. */
const allowed = [
  'correlation',
  'operation',
  'method',
  'route',
  'status',
  'ms',
  'codes',
  'code',
  'trust',
  'trusts',
  'outcome',
  'port',
  'url',
  'reason',
  'count',
  'kind',
  'job',
  'attempt',
  'version',
  // the opaque id of a stored item: it says nothing of the patient
  'item',
] as const;

/** The fields of a log line: technical facts, never a patient's. */
export type LogFields = Partial<Record<(typeof allowed)[number], unknown>>;

export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** A log of JSON lines on standard output. `event` is a fixed phrase of the code, never made of data. */
export function createLog(service: string, level: string): Log {
  const logger = pino({ level, base: { service }, timestamp: pino.stdTimeFunctions.isoTime });
  const write =
    (at: 'debug' | 'info' | 'warn' | 'error') =>
    (event: string, fields: LogFields = {}) => {
      const kept = allowed.flatMap((key) => (fields[key] === undefined ? [] : [[key, fields[key]] as const]));
      logger[at](Object.fromEntries(kept), event);
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

/** The name and place of an unexpected error for the log: its class and stack frames, without its message, which can hold data. */
export function describeFault(error: unknown): string {
  if (!(error instanceof Error)) return 'not an Error';
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 4);
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  return `${error.name}${code}${frames
    .map(
      (frame) =>
        ` <${frame
          .trim()
          .replace(/^at /, '')
          .replace(/\(?file:\/\/.*\/(?=[^/]*:\d+:\d+)/, '(')}`,
    )
    .join('')}`;
}
