import { expect, test } from "bun:test";
import { readFailure } from "../../../src/dialects/openai-chat/failure.ts";

test("an error is known in each way in which vendors of this format say it", () => {
  const error = { type: "insufficient_quota", message: "You are out." };

  expect(readFailure({ error: { ...error, param: null, code: "x" } })).toEqual(error);
  expect(readFailure({ object: "error", ...error, code: 3000 })).toEqual(error);
  expect(readFailure({ error: { code: "1211", message: "No such model" } })).toEqual({
    type: "1211",
    message: "No such model",
  });
  expect(readFailure({ error: "model not found" })).toEqual({ type: null, message: "model not found" });
  expect(readFailure({ detail: "Unauthorized" })).toEqual({ type: null, message: "Unauthorized" });
  expect(
    readFailure({
      object: "error",
      message: { detail: [{ type: "missing", loc: ["body"], msg: "Field required" }, { msg: "Too long" }] },
      type: "invalid_request_error",
    }),
  ).toEqual({ type: "invalid_request_error", message: "Field required; Too long" });
});

test("an answer is none, also where it says that there was no error", () => {
  expect(readFailure({ choices: [], error: null })).toBeNull();
  expect(readFailure({})).toBeNull();
});
