import { describe, expect, test } from "bun:test";
import { addressesOf, type Places } from "../../../src/config/servers/addresses.ts";
import { providers } from "../../../src/providers/index.ts";

/** The addresses of an upstream of this type, or what is wrong with them. */
const addresses = (type: string, places: Partial<Places>) => {
  const provider = providers.find(({ name }) => name === type);
  if (provider === undefined) throw new Error(`no provider ${type}`);
  return addressesOf({ isPrivate: false, ...places }, provider, (field, why) => {
    throw new Error(`${field}: ${why}`);
  });
};

test("an address without a path has its provider's own paths", () => {
  expect(addresses("zai", { endpoint: "https://z.example" })).toEqual([
    { dialects: ["anthropic"], path: "/api/anthropic", dropPrefix: "", origin: "https://z.example" },
    { dialects: ["openai-chat"], path: "/api/coding/paas/v4", dropPrefix: "/v1", origin: "https://z.example" },
  ]);
});

test("an address with a path takes every format there", () => {
  expect(addresses("openai", { endpoint: "https://gateway.example/llm/v1/" })).toEqual([
    {
      dialects: ["openai-chat", "openai-responses"],
      path: "/llm/v1",
      dropPrefix: "/v1",
      origin: "https://gateway.example",
    },
  ]);
});

describe("formats with an address of their own", () => {
  test("are answered there, below a path that is given or else where the provider has them", () => {
    expect(
      addresses("zai", {
        endpoints: { anthropic: "https://a.example/claude", "openai-chat": "https://b.example" },
      }),
    ).toEqual([
      { dialects: ["anthropic"], path: "/claude", dropPrefix: "", origin: "https://a.example" },
      { dialects: ["openai-chat"], path: "/api/coding/paas/v4", dropPrefix: "/v1", origin: "https://b.example" },
    ]);
  });

  test("leave the other formats, and what is not chat, at the main address", () => {
    expect(
      addresses("openai", {
        endpoint: "https://o.example",
        endpoints: { "openai-responses": "https://r.example/v1", anthropic: "https://a.example" },
      }),
    ).toEqual([
      { dialects: ["openai-chat"], path: "", dropPrefix: "", origin: "https://o.example" },
      { dialects: ["openai-responses"], path: "/v1", dropPrefix: "/v1", origin: "https://r.example" },
      { dialects: ["anthropic"], path: "", dropPrefix: "", origin: "https://a.example" },
    ]);
    expect(
      addresses("mistral", { endpoint: "https://m.example", endpoints: { "openai-chat": "https://c.example" } })[0],
    ).toEqual({ dialects: [], path: "", dropPrefix: "", origin: "https://m.example" });
  });
});

test.each([
  ["openai", {}, "endpoint: missing"],
  ["openai", { endpoint: "x" }, "endpoint: not a URL"],
  ["openai", { endpoints: { gemini: "ftp://x.example" } }, "endpoints.gemini: ftp: is not http or https"],
  ["openai", { endpoint: "https://key@x.example" }, "endpoint: keys do not belong in a URL"],
  ["simulator", { endpoints: { gemini: "https://x.example" } }, "may only be on this machine, not x.example"],
] as const)("an upstream of %s at %j is refused: %s", (type, places, why) => {
  expect(() => addresses(type, places)).toThrow(why);
});

describe("S-44: an address in a private network", () => {
  test("needs private: true, whatever the scheme", () => {
    for (const endpoint of ["https://10.0.0.1", "https://[fd00::1]", "https://3232235777", "http://192.168.1.1"]) {
      expect(() => addresses("openai", { endpoint })).toThrow("private: true");
      expect(addresses("openai", { endpoint, isPrivate: true })[0]?.origin).toBe(new URL(endpoint).origin);
    }
  });

  test("is never one where clouds keep keys, in no spelling and with no permission", () => {
    for (const host of [
      "169.254.169.254",
      "2852039166",
      "0xa9.0xfe.0xa9.0xfe",
      "[::ffff:169.254.169.254]",
      "[fe80::1]",
      "[fd00:ec2::254]",
      "100.100.100.200",
      "metadata.google.internal",
    ]) {
      for (const scheme of ["http", "https"]) {
        const endpoint = `${scheme}://${host}/latest`;
        expect(() => addresses("openai", { endpoint, isPrivate: true })).toThrow("cloud metadata lives there");
      }
    }
  });

  test("is called without permission when it is this machine, as it is written", () => {
    for (const host of ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "127.1"]) {
      expect(addresses("openai", { endpoint: `http://${host}:1` }).length).toBe(1);
    }
  });

  test.each(["file:///etc/passwd", "gopher://127.0.0.1", "unix:/tmp/x", "ftp://127.0.0.1", "data:,x", "javascript:1"])(
    "is not reached by %s",
    (endpoint) => {
      expect(() => addresses("openai", { endpoint, isPrivate: true })).toThrow("is not http or https");
    },
  );
});
