import { describe, expect, test } from "bun:test";
import { asProxyError } from "../../src/core/errors.ts";
import { type GuardRules, guard, listedOrigin } from "../../src/server/guard.ts";

const rules: GuardRules = {
  port: 8080,
  host: "127.0.0.1",
  allowedHosts: ["proxy.home"],
  allowedOrigins: ["https://mine.example"],
  maxUrlBytes: 100,
  hosts: "own",
};

const verdictOn = (
  headers: Readonly<Record<string, string>>,
  { method = "POST", path = "/v1/messages", by = rules } = {},
): string => {
  const request = new Request(`http://127.0.0.1:8080${path}`, { method });
  for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
  try {
    guard(request, by);
    return "let in";
  } catch (thrown) {
    return asProxyError(thrown).code;
  }
};

describe("programs are let in", () => {
  for (const headers of [
    {},
    { host: "127.0.0.1:8080" },
    { host: "localhost:8080" },
    { host: "[::1]:8080" },
    { host: "proxy.home" },
    { host: "proxy.home:8080" },
    { "sec-fetch-mode": "cors" },
    { "sec-fetch-site": "none", "sec-fetch-mode": "navigate" },
    { "content-type": "application/json" },
    { "content-type": "multipart/form-data; boundary=x" },
    { "content-type": "application/x-www-form-urlencoded" },
    { origin: "https://mine.example", "sec-fetch-site": "cross-site" },
    { "x-proxy-hop": "2" },
    { upgrade: "websocket", connection: "upgrade" },
  ]) {
    test(JSON.stringify(headers), () => {
      expect(verdictOn(headers)).toBe("let in");
    });
  }
});

describe("everybody else is turned away by name", () => {
  for (const [headers, code] of [
    [{ host: "evil.example" }, "host_not_allowed"],
    [{ host: "127.0.0.1:9999" }, "host_not_allowed"],
    [{ host: "127.0.0.1" }, "host_not_allowed"],
    [{ host: "0.0.0.0:8080" }, "host_not_allowed"],
    [{ host: "" }, "host_not_allowed"],
    [{ origin: "https://evil.example" }, "browser_origin"],
    [{ origin: "null" }, "browser_origin"],
    [{ origin: "https://mine.example.evil.example" }, "browser_origin"],
    [{ referer: "https://mine.example/" }, "browser_origin"],
    [{ "sec-fetch-site": "same-origin" }, "browser_origin"],
    [{ "sec-fetch-mode": "no-cors" }, "browser_origin"],
    [{ "content-type": "text/plain" }, "content_type"],
    [{ upgrade: "websocket", origin: "https://evil.example" }, "browser_origin"],
    [{ "x-proxy-hop": "3" }, "proxy_loop"],
    [{ "content-length": "5, 5" }, "framing_unclear"],
    [{ "content-length": "0x5" }, "framing_unclear"],
  ] as const) {
    test(`${JSON.stringify(headers)} → ${code}`, () => {
      expect(verdictOn(headers)).toBe(code);
    });
  }
});

test("a path beyond the limit is refused", () => {
  expect(verdictOn({}, { path: `/${"x".repeat(200)}` })).toBe("uri_too_long");
});

test("another loopback address that we listen on is a name of ours, a public one is not", () => {
  expect(verdictOn({ host: "127.0.0.5:8080" }, { by: { ...rules, host: "127.0.0.5" } })).toBe("let in");
  expect(verdictOn({ host: "192.168.1.5:8080" }, { by: { ...rules, host: "192.168.1.5" } })).toBe("host_not_allowed");
});

test("only a listed origin gets its headers", () => {
  expect(listedOrigin(new Headers({ origin: "https://mine.example" }), rules)).toBe("https://mine.example");
  expect(listedOrigin(new Headers({ origin: "https://evil.example" }), rules)).toBeNull();
  expect(listedOrigin(new Headers(), rules)).toBeNull();
});

describe("S-12: a Host header of a proxy that other machines can reach", () => {
  const verdict = (host: string, hosts: GuardRules["hosts"]) => verdictOn({ host }, { by: { ...rules, hosts } });

  test("may be any address, which no web page can rebind, but no foreign name", () => {
    for (const host of ["192.168.1.5:9000", "10.0.0.1", "[fe80::1]:8080", "proxy.home", "localhost:8080"])
      expect(verdict(host, "addresses")).toBe("let in");
    for (const host of ["evil.example", "127.0.0.1.evil.example", "localhost:9000"])
      expect(verdict(host, "addresses")).toBe("host_not_allowed");
  });

  test("may be anything beside a token, which no web page knows", () => {
    expect(verdict("evil.example", "any")).toBe("let in");
  });
});
