import { expect, test } from "bun:test";
import { cutShort, noConnection, noHead } from "../../src/upstream/late.ts";

test("what is late or missing names the upstream and what can be done", () => {
  expect(noHead("cn", 2000)).toMatchObject({ code: "upstream_timeout", message: expect.stringMatching(/"cn".*2 s/) });
  expect(noConnection("cn", "https://a.example:8443", 3000).message).toContain(
    "(a.example:8443) took no connection within 3 s",
  );
  for (const error of [noHead("cn", 1), noConnection("cn", "https://a.example", 1), cutShort("cn")])
    expect(error.hint).not.toBeNull();
});
