import { expect, test } from "bun:test";
import { amountWords, overLimit, queueFull, waitedTooLong } from "../../src/limits/refusals.ts";
import { boundOf } from "../support/gate.ts";

test("a refusal names the limit, how much it is, when to come again and where it is set", () => {
  const bound = boundOf(60, { limit: "claude", whose: "client claude-cli" });
  const error = overLimit({ bound, waitMs: 11_200, isTooLarge: false });

  expect(`${error.message} ${error.hint}`).toBe(
    'The limit "claude" is reached: 60 requests per minute for client claude-cli. Send it again in 12 s. It is set in limits.rates; see proxy-cli limits.',
  );
  expect(error).toMatchObject({ code: "rate_limited", retryAfterMs: 11_200, failure: { status: 429, retry: true } });
});

test("where one that runs has to end first nobody knows when that is", () => {
  const error = overLimit({
    bound: boundOf(1, { per: null, setIn: "proxy-cli token limit ci" }),
    waitMs: null,
    isTooLarge: false,
  });

  expect(error.message).toBe('The limit "test" is reached: 1 request at the same time.');
  expect(error.hint).toContain("when one of them has ended. It is set in proxy-cli token limit ci");
  expect(error.retryAfterMs).toBe(1000);
});

test("what can never pass is not to be sent again", () => {
  const bound = boundOf(20_000, { counted: "input_tokens" });
  const error = overLimit({ bound, waitMs: null, isTooLarge: true });

  expect(error.message).toContain("alone is more than the limit");
  expect([error.failure.retry, error.retryAfterMs]).toEqual([false, null]);
  expect(amountWords(bound)).toBe("20,000 input tokens per minute");
});

test("the row's own refusals say what to change", () => {
  const full = { bound: boundOf(1), waitMs: 5000, isTooLarge: false };

  expect(queueFull(full, 10)).toMatchObject({
    code: "queue_full",
    message: expect.stringContaining("10 requests wait"),
    retryAfterMs: 5000,
  });
  expect(waitedTooLong(full, 30_000)).toMatchObject({
    code: "queued_too_long",
    message: expect.stringContaining("waited 30 s"),
  });
});
