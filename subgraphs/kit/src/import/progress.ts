/** Tells how far an import is, at most once a second. */
export interface Progress {
  told(what: 'read' | 'items', number: number): void;
  end(): void;
}

const words = { read: 'resources read', items: 'items written' } as const;

/** On a terminal one line that is written over; elsewhere a line every five seconds. */
export function createProgress(trust: string, stream: NodeJS.WritableStream): Progress {
  const terminal = 'isTTY' in stream && stream.isTTY === true;
  const pause = terminal ? 1_000 : 5_000;
  let last = performance.now();
  let open = false;
  return {
    told: (what, number) => {
      const now = performance.now();
      if (now - last < pause) return;
      last = now;
      open = terminal;
      stream.write(`${terminal ? '\r\x1b[K' : ''}${trust}: ${number} ${words[what]}${terminal ? '' : '\n'}`);
    },
    end: () => {
      if (open) stream.write('\r\x1b[K');
    },
  };
}
