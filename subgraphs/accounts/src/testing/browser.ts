/** A browser without a screen: it follows redirects at one host and keeps that host's cookies. */
export interface Browser {
  /** Where it ends up that is not at this host. */
  leave(url: string): Promise<URL>;
}

/** A new browser that has been nowhere. It stops at the first address beyond `origin`. */
export function openBrowser(origin: string): Browser {
  const cookies = new Map<string, { value: string; path: string }>();
  const cookieHeader = (path: string) =>
    [...cookies]
      .filter(([, cookie]) => path.startsWith(cookie.path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
  const keep = (setCookie: string) => {
    const [pair = '', ...attributes] = setCookie.split('; ');
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice(5) ?? '/';
    if (value === '') cookies.delete(name);
    else cookies.set(name, { value, path });
  };
  return {
    leave: async (start) => {
      let url = new URL(start);
      for (let steps = 0; steps < 10; steps += 1) {
        if (url.origin !== origin) return url;
        const response = await fetch(url, { redirect: 'manual', headers: { cookie: cookieHeader(url.pathname) } });
        await response.arrayBuffer();
        for (const cookie of response.headers.getSetCookie()) keep(cookie);
        const next = response.headers.get('location');
        if (!next) throw new Error(`the browser stays at ${url.pathname}: ${response.status}`);
        url = new URL(next, url);
      }
      throw new Error('the browser goes in circles');
    },
  };
}
