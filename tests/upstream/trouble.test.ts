import { describe, expect, test } from "bun:test";
import { ProxyError } from "../../src/core/errors.ts";
import { type Called, callTrouble } from "../../src/upstream/trouble.ts";
import { canaries } from "../support/canary.ts";

const zai: Called = { upstream: "zai", host: "z.example", proxy: null };
const withCode = (code: string): Error =>
  Object.assign(new TypeError(`failed: http://x/?key=${canaries.google}`), {
    code,
    path: `http://x/?key=${canaries.google}`,
  });
const named = (code: string): string => callTrouble(withCode(code), zai).code;

test("each of Bun's codes has its name", () => {
  const table = {
    ConnectionRefused: "upstream_refused",
    ECONNREFUSED: "upstream_refused",
    ENOTFOUND: "upstream_dns",
    EMFILE: "out_of_file_descriptors",
    DEPTH_ZERO_SELF_SIGNED_CERT: "upstream_tls",
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: "upstream_tls",
    CERT_HAS_EXPIRED: "upstream_tls",
    EPROTO: "upstream_tls",
    ERR_TLS_CERT_ALTNAME_INVALID: "upstream_tls",
    Malformed_HTTP_Response: "upstream_protocol",
    UnrequestedUpgrade: "upstream_protocol",
    ECONNRESET: "upstream_closed",
    SomethingNew: "upstream_closed",
  } as const;

  for (const [code, name] of Object.entries(table)) expect([code, named(code)]).toEqual([code, name]);
});

test("the words name the upstream and its host, and nothing of what Bun says", () => {
  const error = callTrouble(withCode("ECONNRESET"), zai);

  expect(error.message).toStartWith('Upstream "zai" (z.example) ');
  expect(Bun.inspect(error)).not.toContain("AIza");
});

test("an error of ours stays what it is", () => {
  const error = new ProxyError("client_left", "x");

  expect(callTrouble(error, zai)).toBe(error);
});

describe("U-42: behind an egress proxy", () => {
  const proxied: Called = { ...zai, proxy: { url: "http://me:secret@proxy.corp:3128", host: "proxy.corp:3128" } };
  const tunnel = (status: number): Error =>
    Object.assign(new Error(`Proxy refused to open a tunnel: ${status} Whatever`), { code: "ERR_PROXY_TUNNEL" });

  test("a refusal names the proxy, its status and never its password", () => {
    const error = callTrouble(tunnel(403), proxied);

    expect(error).toMatchObject({ code: "egress_proxy", failure: { retry: false } });
    expect(error.message).toContain("the egress proxy proxy.corp:3128 refused to connect (403)");
    expect(Bun.inspect(error)).not.toContain("secret");
    expect(callTrouble(tunnel(407), proxied).hint).toContain("a name and a password");
    expect(callTrouble(tunnel(503), proxied).failure.retry).toBe(true);
  });

  test("it is the proxy that cannot be reached, and that hangs up", () => {
    for (const code of ["ECONNREFUSED", "ENOTFOUND", "ECONNRESET"]) {
      expect(callTrouble(withCode(code), proxied)).toMatchObject({ code: "egress_proxy" });
    }
  });

  test("what the vendor does wrong stays the vendor's", () => {
    expect(callTrouble(withCode("CERT_HAS_EXPIRED"), proxied).code).toBe("upstream_tls");
    expect(callTrouble(withCode("Malformed_HTTP_Response"), proxied).code).toBe("upstream_protocol");
  });
});
