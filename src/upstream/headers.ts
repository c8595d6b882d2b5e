/** Headers that belong to one connection (RFC 9110, 7.6.1) and those that fetch writes itself. */
const hopByHop = [
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
const ofTheClient = [...hopByHop, "host", "expect", "cookie", "forwarded", "origin", "referer"];

/** Of a vendor's answer, beside those: what would let a web page in or plant something at the client. */
const ofTheVendor = [...hopByHop, "set-cookie", "alt-svc", "clear-site-data", "strict-transport-security"];

const authHeaders = ["authorization", "x-api-key", "x-goog-api-key"];

/** The client's headers as the upstream gets them: nothing of the hop, of this proxy or of another one before it. */
export const requestHeaders = (client: Headers): Headers => {
  const headers = new Headers(client);
  for (const name of listed(client.get("connection"))) {
    if (!authHeaders.includes(name)) headers.delete(name); // a header list must not be able to take the key away
  }
  for (const name of ofTheClient) headers.delete(name);
  for (const name of client.keys()) {
    if (name.startsWith("x-proxy-") || name.startsWith("x-forwarded-")) headers.delete(name);
  }
  // Without this Bun would ask for compression that the client cannot read.
  if (!headers.has("accept-encoding")) headers.set("accept-encoding", "identity");
  return headers;
};

/** The vendor's headers as the client gets them. Bodies are never touched, so their length and encoding stay. */
export const answerHeaders = (vendor: Headers): Headers => {
  const headers = new Headers(vendor);
  for (const name of listed(vendor.get("connection"))) headers.delete(name);
  for (const name of ofTheVendor) headers.delete(name);
  for (const name of vendor.keys()) {
    if (name.startsWith("access-control-")) headers.delete(name);
  }
  return headers;
};

const listed = (value: string | null): readonly string[] =>
  value === null ? [] : value.split(",").map((name) => name.trim().toLowerCase());
