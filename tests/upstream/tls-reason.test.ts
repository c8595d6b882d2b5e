import { expect, test } from "bun:test";
import { isTlsCode, tlsReason } from "../../src/upstream/tls-reason.ts";

test.each([
  ["CERT_HAS_EXPIRED", "has expired"],
  ["CERT_NOT_YET_VALID", "not valid yet"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "is self-signed"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "unknown CA"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "unknown CA"],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "unknown CA"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "for another host"],
  ["ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", "too old"],
  ["ERR_SSL_UNSUPPORTED_PROTOCOL", "too old"],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "does not speak TLS"],
  ["EPROTO", "handshake failed"],
])("%s means: %s", (code, what) => {
  expect(isTlsCode(code)).toBe(true);
  expect(tlsReason(code).what).toContain(what);
});

test("what has nothing to do with TLS is told apart", () => {
  for (const code of ["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "ERR_PROXY_TUNNEL"])
    expect(isTlsCode(code)).toBe(false);
});

test("U-05: nobody is told to stop looking at certificates", () => {
  for (const code of ["CERT_HAS_EXPIRED", "DEPTH_ZERO_SELF_SIGNED_CERT", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "EPROTO"]) {
    expect(tlsReason(code).hint).not.toMatch(/verify|ignore|insecure|reject/i);
  }
});
