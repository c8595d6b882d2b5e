/**
 * The bare relay that all figures are compared with: `Bun.serve` and `fetch`, the body read whole, the same bytes
 * forwarded, hop-by-hop headers filtered, the answer's body passed on, nothing else. Arguments: port, upstream's port.
 */
const [port, upstreamPort] = process.argv.slice(2).map(Number);

const hopByHop = [
  "connection",
  "host",
  "keep-alive",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

const filtered = (headers: Headers): Headers => {
  const kept = new Headers(headers);
  for (const name of hopByHop) kept.delete(name);
  return kept;
};

Bun.serve({
  hostname: "127.0.0.1",
  port: port ?? 0,
  idleTimeout: 0,
  fetch: async (request) => {
    const { pathname, search } = new URL(request.url);
    const response = await fetch(`http://127.0.0.1:${upstreamPort}${pathname}${search}`, {
      method: request.method,
      headers: filtered(request.headers),
      body: request.body === null ? null : await request.arrayBuffer(),
      redirect: "manual",
      decompress: false,
      signal: request.signal,
    });
    return new Response(response.body, { status: response.status, headers: filtered(response.headers) });
  },
});
