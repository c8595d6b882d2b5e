import { expect, test } from "bun:test";
import type { Seen } from "../../../../cli/demo/programs/http.ts";
import { isProved, proofOf } from "../../../../cli/demo/show/proof.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const sha256 = (text: string): string => new Bun.CryptoHasher("sha256").update(text).digest("hex");
const seen = (number: number, received: string, ended: Seen["ended"] = "whole"): Seen => ({
  number,
  id: `r_${number}`,
  status: 200,
  headers: new Headers(),
  sent: bytes(`ask ${number}`),
  received: bytes(received),
  events: [],
  ended,
});
const noted = (number: number, request: string, answer: string) => ({
  headers: { "x-demo-request": String(number) },
  requestSha256: sha256(request),
  answerSha256: sha256(answer),
  answerBytes: answer.length,
});
const log = (...requests: object[]) => ({ requests });

test("the same bytes on both sides are proved", () => {
  const proof = proofOf([seen(1, "hello")], log(noted(1, "ask 1", "hello")));

  expect(isProved(proof)).toBe(true);
  expect(proof).toMatchObject({ requests: 1, requestsExact: 1, answers: 1, answersExact: 1 });
});

test.each([
  ["a request that was changed on its way", [seen(1, "hello")], log(noted(1, "ask one", "hello"))],
  ["an answer that was changed on its way", [seen(1, "hello!")], log(noted(1, "ask 1", "hello"))],
  ["a request that never came", [seen(1, "hello")], log()],
  ["a request that nobody sent", [seen(1, "hello")], log(noted(1, "ask 1", "hello"), noted(2, "ask 2", "x"))],
  [
    "a cut answer whose beginning was changed",
    [seen(1, "hallo event: error\n", "cut")],
    log(noted(1, "ask 1", "hello")),
  ],
  [
    "more than the vendor sent, at a client that left",
    [seen(1, "hello and more", "left")],
    log(noted(1, "ask 1", "hello")),
  ],
])("%s is seen", (_, sights, vendorLog) => {
  expect(isProved(proofOf(sights, vendorLog))).toBe(false);
});

test("a cut answer is the vendor's bytes and then our own error", () => {
  const proof = proofOf([seen(1, "hello\nevent: error", "cut")], log(noted(1, "ask 1", "hello")));

  expect(proof).toMatchObject({ cut: 1, cutExact: 1, wrong: [] });
});

test("a break that takes the last bytes along changes none", () => {
  expect(isProved(proofOf([seen(1, "hel event: error\n", "cut")], log(noted(1, "ask 1", "hello, and more"))))).toBe(
    true,
  );
});

test("a request that was given up before an answer began proves nothing and hides nothing", () => {
  const givenUp = { ...seen(2, "", "left"), id: null, status: null };
  const refused = { ...givenUp, ended: "cut" } as const;
  const vendorLog = log(noted(1, "ask 1", "hello"));

  expect(proofOf([seen(1, "hello"), givenUp], vendorLog)).toMatchObject({ requests: 1, requestsExact: 1, wrong: [] });
  expect(isProved(proofOf([seen(1, "hello"), givenUp], log(...vendorLog.requests, noted(2, "as", ""))))).toBe(true);
  expect(isProved(proofOf([seen(1, "hello"), refused], vendorLog))).toBe(false);
});
