import { expect, test } from "bun:test";
import { readFailure } from "../../../src/dialects/openai-chat/failure.ts";

test("an error is known in each way in which vendors of this format say it", () => {
  const said = { type: "insufficient_quota", message: "You are out." };
  const error = { ...said, kind: "budget_exceeded" } as const;
  const unknown = { type: null, kind: "internal" } as const;

  expect(readFailure({ error: { ...said, param: null, code: "x" } })).toEqual({ ...error, code: "x" });
  expect(readFailure({ object: "error", ...said, code: 3000 })).toEqual({ ...error, code: "3000" });
  expect(readFailure({ error: { code: "1211", message: "No such model" } })).toEqual({
    ...{ type: "1211", code: "1211" },
    ...{ message: "No such model", kind: "internal" },
  });
  expect(readFailure({ error: "model not found" })).toEqual({ ...unknown, message: "model not found" });
  expect(readFailure({ detail: "Unauthorized" })).toEqual({ ...unknown, message: "Unauthorized" });
  expect(
    readFailure({
      object: "error",
      message: { detail: [{ type: "missing", loc: ["body"], msg: "Field required" }, { msg: "Too long" }] },
      type: "invalid_request_error",
    }),
  ).toEqual({
    ...{ type: "invalid_request_error", kind: "bad_request" },
    message: "Field required; Too long",
  });
});

test("a model that broke off has not answered, though it says so in the place of a reason", () => {
  for (const word of ["network_error", "error"])
    expect(readFailure({ choices: [{ index: 0, message: { content: "half" }, finish_reason: word }] })).toEqual({
      ...{ type: word, kind: "internal", message: `The model broke off (${word}).` },
    });
  expect(readFailure({ choices: [{ finish_reason: "stop" }, { finish_reason: null }] })).toBeNull();
});

test("an answer is none, also where it says that there was no error", () => {
  expect(readFailure({ choices: [], error: null })).toBeNull();
  expect(readFailure({})).toBeNull();
});
