import { expect, test } from "bun:test";
import { asProxyError } from "../../src/core/errors.ts";
import { demandToken, exposureOf, exposureWarning, localHost } from "../../src/server/exposure.ts";
import { tokensWith } from "../support/tokens.ts";

const verdict = (host: string, isWanted: boolean, hasToken: boolean) => {
  try {
    return exposureOf({ host, isWanted, hasToken });
  } catch (thrown) {
    const { code, message, hint } = asProxyError(thrown);
    return `${code}: ${message} ${hint}`;
  }
};

test("S-28: other machines only reach it where somebody has said so and there is a token", () => {
  expect(verdict("127.0.0.1", false, false)).toBe(false);
  expect(verdict("127.0.0.1", true, true)).toBe(true);
  for (const host of ["0.0.0.0", "::", "192.168.1.5"]) expect(verdict(host, true, true)).toBe(true);
  expect(verdict("0.0.0.0", true, false)).toBe(
    "exposed_without_token: Refusing to listen on all interfaces without a token. Try: proxy-cli token create, or --host 127.0.0.1",
  );
  expect(verdict("::", false, false)).toContain("on all interfaces without a token");
  expect(verdict("192.168.1.5", true, false)).toContain("on 192.168.1.5 without a token");
  expect(verdict("0.0.0.0", false, true)).toContain("--host 0.0.0.0 --expose");
});

test("a listener on all interfaces is reached at loopback from here", () => {
  expect(["0.0.0.0", "::", "[::]", "127.0.0.1", "192.168.1.5"].map(localHost)).toEqual([
    "127.0.0.1",
    "::1",
    "::1",
    "127.0.0.1",
    "192.168.1.5",
  ]);
  expect(exposureWarning("0.0.0.0", 8080)).toContain("all interfaces, port 8080");
});

test("S-29: without a right token only a sign of life and a browser's first question get through", () => {
  const demand = (method: string, path: string, headers: Readonly<Record<string, string>> = {}) => {
    try {
      demandToken(new Request(`http://a${path}`, { method, headers }), path, "none", tokensWith());
      return "let in";
    } catch (thrown) {
      return asProxyError(thrown).code;
    }
  };

  expect(demand("GET", "/health")).toBe("let in");
  for (const path of ["/", "/metrics", "/config", "/health/", "/v1/messages"])
    expect(demand("GET", path)).toBe("token_required");
  expect(demand("POST", "/health")).toBe("token_required");
  expect(demand("OPTIONS", "/v1/messages")).toBe("token_required");
});
