import { expect, test } from "bun:test";
import { ProxyError } from "../../src/core/errors.ts";
import { callTrouble } from "../../src/upstream/trouble.ts";
import { canaries } from "../support/canary.ts";

const withCode = (code: string): Error =>
  Object.assign(new TypeError(`failed: http://x/?key=${canaries.google}`), {
    code,
    path: `http://x/?key=${canaries.google}`,
  });
const named = (code: string): string => callTrouble(withCode(code), "zai", "z.example").code;

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
    Malformed_HTTP_Response: "upstream_protocol",
    ECONNRESET: "upstream_closed",
    SomethingNew: "upstream_closed",
  } as const;

  for (const [code, name] of Object.entries(table)) expect([code, named(code)]).toEqual([code, name]);
});

test("the words name the upstream and its host, and nothing of what Bun says", () => {
  const error = callTrouble(withCode("ECONNRESET"), "zai", "z.example");

  expect(error.message).toStartWith('Upstream "zai" (z.example) ');
  expect(Bun.inspect(error)).not.toContain("AIza");
});

test("an error of ours stays what it is", () => {
  const error = new ProxyError("client_left", "x");

  expect(callTrouble(error, "u", "h")).toBe(error);
});
