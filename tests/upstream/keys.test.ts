import { describe, expect, test } from "bun:test";
import { asProxyError } from "../../src/core/errors.ts";
import type { Address, Upstream } from "../../src/core/provider.ts";
import { providers } from "../../src/providers/index.ts";
import { presentKey } from "../../src/upstream/keys.ts";
import { canaries } from "../support/canary.ts";
import { exchangeOf, upstreamOf } from "../support/exchange.ts";

type Asked = { readonly headers?: Readonly<Record<string, string>>; readonly path?: string; readonly url?: string };

const exchange = () => exchangeOf("/v1/messages");

/** The key headers that go out, or the name of the error that stops them. */
const sentTo = (
  upstream: Upstream,
  { headers = {}, path = "/v1/messages", url = `${upstream.origin}${path}` }: Asked = {},
) => {
  const [endpoint] = upstream.endpoints;
  if (endpoint === undefined) throw new Error("no endpoint");
  const outgoing = new Headers(headers);
  try {
    presentKey(outgoing, { upstream, endpoint, url }, exchangeOf(path, { headers }), providers);
    return Object.fromEntries(outgoing);
  } catch (thrown) {
    return asProxyError(thrown).code;
  }
};

test("S-36: no key is put on an address that has left its upstream's origin", () => {
  const holding = upstreamOf("anthropic", { key: canaries.held });

  for (const url of [
    "https://evil.example/v1/messages",
    "http://anthropic.example/v1/messages",
    "https://anthropic.example:8443/",
    "https://anthropic.example.evil.example/",
  ]) {
    expect(sentTo(holding, { url })).toBe("destination_mismatch");
  }
});

test("where a path is of no format, a key is shown as in the format that is spoken at the address", () => {
  const [first] = upstreamOf("simulator").endpoints;
  if (first === undefined) throw new Error("no endpoint");
  const held = upstreamOf("simulator", { key: canaries.held, endpoints: [{ ...first, dialects: ["openai-chat"] }] });

  expect(sentTo(held, { path: "/v1/models" })).toEqual({ authorization: `Bearer ${canaries.held}` });
});

describe("I-09: an upstream with an address for each format", () => {
  const [endpoint] = upstreamOf("zai").endpoints;
  const at = (origin: string) => ({ dialects: [], path: "", dropPrefix: "", ...endpoint, origin });
  const zai = upstreamOf("zai", {
    key: canaries.held,
    endpoints: [at("https://a.example"), at("https://b.example")],
  });

  test("has its key on each of its own origins", () => {
    for (const one of zai.endpoints) {
      const outgoing = new Headers();
      presentKey(outgoing, { upstream: zai, endpoint: one, url: `${one.origin}/v1/messages` }, exchange(), providers);
      expect(outgoing.get("x-api-key")).toBe(canaries.held);
    }
  });

  test("has it on no other, whether the address or the endpoint is the foreign one", () => {
    const [a, b] = zai.endpoints as [Address, Address];
    for (const [endpoint, url] of [
      [a, `${b.origin}/v1/messages`], // another format's address
      [a, "https://a.example.evil.example/v1/messages"],
      [at("https://evil.example"), "https://evil.example/v1/messages"], // an endpoint that the upstream does not declare
      [at("https://zai.example"), "https://zai.example/v1/messages"], // where its vendor is, but not this upstream
    ] as const) {
      const outgoing = new Headers();
      expect(() => presentKey(outgoing, { upstream: zai, endpoint, url }, exchange(), providers)).toThrow(
        "left its origins",
      );
      expect([...outgoing]).toEqual([]);
    }
  });
});

describe("S-36: a key of ours", () => {
  test("is shown as its vendor wants it, in place of every other", () => {
    const all = { "x-api-key": "a", authorization: "Bearer b", "x-goog-api-key": "c" };

    expect(sentTo(upstreamOf("anthropic", { key: "K" }), { headers: all })).toEqual({ "x-api-key": "K" });
    expect(sentTo(upstreamOf("openai", { key: "K" }), { headers: all, path: "/v1/chat/completions" })).toEqual({
      authorization: "Bearer K",
    });
    expect(
      sentTo(upstreamOf("google", { key: "K" }), { headers: all, path: "/v1beta/models/x:generateContent" }),
    ).toEqual({ "x-goog-api-key": "K" });
    expect(sentTo(upstreamOf("anthropic", { key: "K" }), { headers: all, path: "/v1/chat/completions" })).toEqual({
      authorization: "Bearer K",
    });
  });
});

describe("S-37, S-38: a client's key", () => {
  const owners = {
    anthropic: canaries.anthropic,
    openai: canaries.openai,
    google: canaries.google,
    zai: canaries.zai,
  } as const;

  for (const [owner, key] of Object.entries(owners)) {
    for (const provider of providers) {
      const passes = provider.name === owner || provider.takesAnyKey;
      test(`of ${owner} ${passes ? "goes" : "does not go"} to ${provider.name}`, () => {
        for (const headers of [
          { "x-api-key": key },
          { authorization: `Bearer ${key}` },
          { "x-goog-api-key": key },
        ] as const) {
          const sent = sentTo(upstreamOf(provider.name), { headers });

          if (passes) expect(sent).toEqual({ ...headers });
          else expect(sent).toBe("key_vendor_mismatch");
        }
      });
    }
  }

  test("hidden beside the right one is found all the same", () => {
    expect(
      sentTo(upstreamOf("anthropic"), {
        headers: { "x-api-key": canaries.anthropic, authorization: `Bearer ${canaries.openai}` },
      }),
    ).toBe("key_vendor_mismatch");
  });

  test("goes elsewhere only where the user has said so", () => {
    expect(
      sentTo(upstreamOf("zai", { forwardClientKey: true }), { headers: { "x-api-key": canaries.anthropic } }),
    ).toEqual({ "x-api-key": canaries.anthropic });
  });
});

test("the local token goes to no vendor, not even where any key may go", () => {
  for (const headers of [{ "x-api-key": "pxy_token" }, { authorization: "Bearer pxy_token" }] as const) {
    expect(sentTo(upstreamOf("anthropic"), { headers })).toBe("key_vendor_mismatch");
    expect(sentTo(upstreamOf("anthropic", { forwardClientKey: true }), { headers })).toBe("key_vendor_mismatch");
  }
});

test("a Gemini key in the query becomes a header, under the same rules", () => {
  const path = `/v1beta/models/x:generateContent?key=${canaries.google}`;

  expect(sentTo(upstreamOf("google"), { path })).toEqual({ "x-goog-api-key": canaries.google });
  expect(sentTo(upstreamOf("anthropic"), { path })).toBe("key_vendor_mismatch");
});

test("a key in the query of any other format stays bound to its vendor too", () => {
  const path = `/v1/models?key=${canaries.google}`;

  expect(sentTo(upstreamOf("openai"), { path })).toBe("key_vendor_mismatch");
  expect(sentTo(upstreamOf("openai", { key: canaries.held }), { path })).toBe("key_vendor_mismatch");
  expect(sentTo(upstreamOf("openai"), { path: "/v1/models?key=pxy_abcdefgh" })).toBe("key_vendor_mismatch");
  for (const hidden of [`?key=name&key=${canaries.google}`, `?a=1&%6bey=${canaries.google}`]) {
    expect(sentTo(upstreamOf("openai"), { path: `/v1/models${hidden}` })).toBe("key_vendor_mismatch");
  }
  expect(sentTo(upstreamOf("google"), { path })).toEqual({});
  expect(sentTo(upstreamOf("openai"), { path: "/v1/models?key=name" })).toEqual({});
});
