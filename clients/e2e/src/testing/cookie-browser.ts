/** A browser without a screen: it follows redirects, and keeps cookies for each host as browsers do, whatever the port. */
export interface Browser {
  /** Goes there and wherever it is sent on; gives where it stays, with every address on the way. */
  go(address: string, options?: GoOptions): Promise<Stay>;
  /** Sends an operation, with its cookies, and keeps those that come back. */
  ask(gateway: string, query: string, variables?: object): Promise<{ data?: unknown; errors?: unknown }>;
  /** The attributes with which a cookie came to this host the last time, in lower case; undefined when it has none of that name. */
  attributesOf(gateway: string, cookie: string): readonly string[] | undefined;
  /** A copy of this browser’s cookie in another browser: as a thief would have it. */
  copyCookie(gateway: string, cookie: string, to: Browser): void;
  /** Takes a cookie in. */
  takeCookie(gateway: string, setCookie: string): void;
}

export interface GoOptions {
  /** Stops before it goes to an address that this names. */
  readonly until?: (address: URL) => boolean;
}

export interface Stay {
  readonly at: URL;
  readonly way: readonly URL[];
}

interface Cookie {
  readonly value: string;
  readonly path: string;
  readonly attributes: readonly string[];
}

/** A new browser that has been nowhere. */
export function openBrowser(): Browser {
  const jars = new Map<string, Map<string, Cookie>>();
  const jarOf = ({ hostname }: URL) => {
    const jar = jars.get(hostname) ?? new Map<string, Cookie>();
    jars.set(hostname, jar);
    return jar;
  };
  const cookiesFor = (url: URL) =>
    [...jarOf(url)]
      .filter(([, { path }]) => url.pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
  return {
    go: async (address, { until = () => false } = {}) => {
      const way: URL[] = [];
      for (let url = new URL(address); way.length < 15; ) {
        if (until(url)) return { at: url, way };
        way.push(url);
        const response = await fetch(url, { redirect: 'manual', headers: { cookie: cookiesFor(url) } });
        await response.arrayBuffer();
        for (const cookie of response.headers.getSetCookie()) keep(jarOf(url), cookie);
        const next = response.headers.get('location');
        if (!next) return { at: url, way };
        url = new URL(next, url);
      }
      throw new Error('the browser goes in circles');
    },
    attributesOf: (gateway, cookie) => jarOf(new URL(gateway)).get(cookie)?.attributes,
    copyCookie: (gateway, cookie, to) =>
      to.takeCookie(gateway, `${cookie}=${jarOf(new URL(gateway)).get(cookie)?.value}`),
    takeCookie: (gateway, setCookie) => keep(jarOf(new URL(gateway)), setCookie),
    ask: async (gateway, query, variables = {}) => {
      const url = new URL('/graphql', gateway);
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: cookiesFor(url) },
        body: JSON.stringify({ query, variables }),
      });
      for (const cookie of response.headers.getSetCookie()) keep(jarOf(url), cookie);
      return (await response.json()) as { data?: unknown; errors?: unknown };
    },
  };
}

function keep(jar: Map<string, Cookie>, setCookie: string): void {
  const [pair = '', ...attributes] = setCookie.split('; ');
  const [name = '', value = ''] = pair.split(/=(.*)/s);
  const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice('path='.length) ?? '/';
  if (value === '') jar.delete(name);
  else jar.set(name, { value, path, attributes: attributes.map((attribute) => attribute.toLowerCase()) });
}
