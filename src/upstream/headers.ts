import { keyHeaderNames } from "../core/detect.ts";

/** Headers that belong to one connection (RFC 9110, 7.6.1) and those that fetch writes itself. */
const hopByHop: readonly string[] = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/** Of a client's request, beside those: what names or leads to us, not to the vendor. */
const ofTheClient = new Set([...hopByHop, "host", "expect", "cookie", "forwarded", "origin", "referer"]);

/** Of a vendor's answer, beside those: what would let a web page in or plant something at the client. */
const ofTheVendor = new Set([...hopByHop, "set-cookie", "alt-svc", "clear-site-data", "strict-transport-security"]);

/** The client's headers as the upstream gets them: nothing of the hop, of this proxy or of another one before it. */
export const requestHeaders = (client: Headers): Headers => {
  const isOurs = (name: string): boolean => name.startsWith("x-proxy-") || name.startsWith("x-forwarded-");
  // A header list must not be able to take the key away.
  const headers = without(client, (name) => ofTheClient.has(name) || isOurs(name), keyHeaderNames);
  // Without this Bun would ask for compression that the client cannot read.
  if (!headers.has("accept-encoding")) headers.set("accept-encoding", "identity");
  return headers;
};

/**
 * The vendor's headers as the client gets them: none that let a page in, plant something or speak in our name. Bodies
 * are never touched, so their length and encoding stay.
 */
export const answerHeaders = (vendor: Headers): Headers => {
  const isForeign = (name: string): boolean => name.startsWith("access-control-") || name.startsWith("x-proxy-");
  return without(vendor, (name) => ofTheVendor.has(name) || isForeign(name), []);
};

/** A copy without these, and without what its own `connection` header names, but for the names that are kept. */
const without = (source: Headers, isUnwanted: (name: string) => boolean, kept: readonly string[]): Headers => {
  const headers = new Headers(source);
  const listed = source.get("connection")?.toLowerCase();
  if (listed !== undefined && listed !== "keep-alive") {
    for (const name of listed.match(/[\w!#$%&'*+.^`|~-]+/g) ?? []) if (!kept.includes(name)) headers.delete(name);
  }
  for (const name of source.keys()) if (isUnwanted(name)) headers.delete(name);
  return headers;
};
