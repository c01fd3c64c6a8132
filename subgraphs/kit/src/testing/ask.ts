/** One GraphQL request over HTTP, and the whole answer. */
export async function ask(
  url: string,
  query: string,
  options: { token?: string | undefined; variables?: object; headers?: Record<string, string> } = {},
): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...options.headers,
      ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
    },
    body: JSON.stringify({ query, variables: options.variables }),
  });
  return response.json();
}
