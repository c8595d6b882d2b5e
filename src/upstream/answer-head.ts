import { ProxyError } from "../core/errors.ts";

/** Larger heads than this are no answer to a model's question; RFC 9110 leaves the limit to us. */
export const maxHeadBytes = 32 * 1024;

/** Throws where an answer's head is none that may be passed on: an odd status, two lengths in one, too much of it. */
export const checkHead = ({ status, headers }: Response, upstream: string): void => {
  if (status < 200 || status > 599) throw notHttp(upstream, `answered with ${status}, which is no HTTP status`);
  const framing = headers.get("transfer-encoding");
  // Two lengths are how one answer is smuggled behind another (RFC 9112, 6.3); Bun goes by one of them.
  if (framing !== null && headers.has("content-length")) throw notHttp(upstream, "gave its answer two lengths");
  if (framing !== null && framing.toLowerCase() !== "chunked") {
    throw notHttp(upstream, "framed its answer in a way that nobody can pass on");
  }
  const bytes = bytesOf(headers);
  if (bytes > maxHeadBytes) throw tooLarge(upstream, bytes);
};

/** As one object: Bun makes that in half the time of reading them one by one. Cookies, a list there, go no further. */
const bytesOf = (headers: Headers): number => {
  const all: Readonly<Record<string, string>> = headers.toJSON();
  let bytes = 0;
  for (const name in all) bytes += name.length + (all[name]?.length ?? 0) + 4; // `: ` and the line's end
  return bytes;
};

const notHttp = (upstream: string, what: string): ProxyError =>
  new ProxyError("upstream_protocol", `Upstream "${upstream}" ${what}.`, {
    hint: "Is the address right, and does it speak HTTP there?",
  });

const tooLarge = (upstream: string, bytes: number): ProxyError =>
  new ProxyError(
    "upstream_headers_too_large",
    `Upstream "${upstream}" sent ${Math.ceil(bytes / 1024)} KB of headers; ${maxHeadBytes / 1024} KB may pass.`,
    { hint: "Is the address right? No vendor sends so many." },
  );
