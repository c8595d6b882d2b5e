import { expect, test } from "bun:test";
import { answerHeaders, requestHeaders } from "../../src/upstream/headers.ts";

const fromClient = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(requestHeaders(new Headers(headers)));
const fromVendor = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(answerHeaders(new Headers(headers)));

test("what a client says to its vendor goes on as it is", () => {
  const headers = {
    "anthropic-beta": "a,b",
    "x-stainless-os": "Linux",
    accept: "text/event-stream",
    "accept-encoding": "gzip, br",
  };

  expect(fromClient(headers)).toEqual(headers);
});

test("C-19: what belongs to the hop, to the browser or to us stays here", () => {
  const headers = {
    host: "x",
    connection: "keep-alive, X-Once",
    "x-once": "1",
    te: "trailers",
    upgrade: "h2c",
    cookie: "a=b",
    origin: "x",
    referer: "x",
    forwarded: "for=x",
    "x-forwarded-for": "x",
    "x-proxy-token": "pxy_x",
    "proxy-authorization": "x",
  };

  expect(fromClient(headers)).toEqual({ "accept-encoding": "identity" });
});

test("C-19: a connection header cannot take the key away", () => {
  const headers = {
    connection: "x-api-key, authorization, X-Goog-Api-Key",
    "x-api-key": "a",
    authorization: "b",
    "x-goog-api-key": "c",
    "accept-encoding": "gzip",
  };

  expect(fromClient(headers)).toEqual({
    "x-api-key": "a",
    authorization: "b",
    "x-goog-api-key": "c",
    "accept-encoding": "gzip",
  });
});

test("S-32: of an answer only what could be planted is taken out", () => {
  const kept = {
    "content-type": "text/event-stream",
    "content-length": "5",
    "content-encoding": "gzip",
    "retry-after": "7",
    "request-id": "r",
    "anthropic-ratelimit-requests-remaining": "0",
  };
  const planted = {
    "set-cookie": "a=b",
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "*",
    "x-proxy-error": "internal",
    "x-proxy-request-id": "r_x",
    "alt-svc": "x",
    "clear-site-data": "x",
    "strict-transport-security": "x",
    connection: "close, x-hop",
    "x-hop": "1",
    "transfer-encoding": "chunked",
  };

  expect(fromVendor({ ...kept, ...planted })).toEqual(kept);
});

test("the headers that were given stay as they were", () => {
  const given = new Headers({ cookie: "a=b" });

  requestHeaders(given);

  expect(given.get("cookie")).toBe("a=b");
});
