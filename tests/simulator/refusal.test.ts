import { expect, test } from "bun:test";
import { Refusal } from "../../src/simulator/refusal.ts";

test("a refusal is an error with a status, and what nobody said is null", () => {
  const refusal = new Refusal(400, "No.", { param: "model" });

  expect(refusal).toBeInstanceOf(Error);
  expect(refusal).toMatchObject({
    status: 400,
    message: "No.",
    param: "model",
    code: null,
    details: null,
    retryAfter: null,
  });
});
