import { expect, test } from "bun:test";
import { keyHeaderNames } from "../../src/core/detect.ts";
import { toldHeaders } from "../../src/core/told-headers.ts";

test("what is known to be harmless is told, everything else is not, however harmless it looks", () => {
  const headers = new Headers({
    "content-type": "application/json",
    "anthropic-beta": "x",
    "x-stainless-os": "Linux",
    "anthropic-ratelimit-tokens-limit": "5",
    cookie: "a=b",
    "x-my-header": "1",
    "x-proxy-token": "pxy_1",
    "set-cookie": "a=b",
  });

  expect(Object.keys(toldHeaders(headers)).toSorted()).toEqual([
    "anthropic-beta",
    "anthropic-ratelimit-tokens-limit",
    "content-type",
    "x-stainless-os",
  ]);
});

test("no header that carries a key is among them", () => {
  const headers = new Headers(keyHeaderNames.map((name): [string, string] => [name, "key"]));
  headers.set("proxy-authorization", "key");

  expect(toldHeaders(headers)).toEqual({});
});
