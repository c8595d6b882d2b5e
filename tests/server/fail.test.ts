import { expect, test } from "bun:test";
import { type FailureCode, ProxyError } from "../../src/core/errors.ts";
import { dialects } from "../../src/dialects/index.ts";
import { errorAnswer } from "../../src/server/fail.ts";

test("an error of ours is named in the headers of every format", async () => {
  for (const dialect of dialects) {
    const answer = errorAnswer(new ProxyError("upstream_dns", "No such name.", { hint: "Look." }), dialect, "r_1");

    expect(answer.status).toBe(502);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "application/json",
      "x-proxy-request-id": "r_1",
      "x-proxy-error": "upstream_dns",
      "x-should-retry": "false",
    });
    const text = await answer.text();
    for (const said of ["No such name.", "Look."]) expect(text, dialect.name).toContain(said);
  }
});

test("a wait is told in whole seconds, never too short", () => {
  const [dialect] = dialects;
  if (dialect === undefined) throw new Error("there is none");
  const waiting = errorAnswer(new ProxyError("draining", "x", { retryAfterMs: 1200 }), dialect, "r");

  expect(waiting.headers.get("retry-after")).toBe("2");
  expect(waiting.headers.get("x-should-retry")).toBe("true");
  expect(errorAnswer(new ProxyError("draining", "x"), dialect, "r").headers.has("retry-after")).toBe(false);
});

test("U-07: whether the vendor got the request is said where it is known, and where it cannot be", () => {
  const [dialect] = dialects;
  if (dialect === undefined) throw new Error("there is none");
  const sent = (code: FailureCode) =>
    errorAnswer(new ProxyError(code, "x"), dialect, "r").headers.get("x-proxy-request-sent");

  for (const code of [
    "upstream_refused",
    "upstream_dns",
    "upstream_tls",
    "upstream_connect_timeout",
    "egress_proxy",
  ] as const)
    expect([code, sent(code)]).toEqual([code, "no"]);
  for (const code of ["upstream_closed", "upstream_timeout", "proxy_shutdown", "internal"] as const)
    expect([code, sent(code)]).toEqual([code, "unknown"]);
  for (const code of ["upstream_protocol", "upstream_redirect", "upstream_headers_too_large"] as const)
    expect([code, sent(code)]).toEqual([code, "yes"]);
});
