import { expect, test } from "bun:test";
import { failuresInWords } from "../../../../src/translation/request/messages/failed-results.ts";
import { after, from, to } from "../../../support/steps.ts";

const failed = (content: unknown) =>
  from.anthropic([{ role: "user", content: [{ type: "tool_result", tool_use_id: "1", content, is_error: true }] }]);

test("where results have no field for it, the text says that the tool has failed", () => {
  expect(after([failuresInWords], failed("no such file"), to.openai)).toMatchObject({
    said: ["user: result(1: Error: no such file)"],
    rules: ["results.error 1"],
  });
  expect(after([failuresInWords], failed([]), to.responses).said).toEqual(["user: result(1: Error:)"]);
});

test("where there is a field, it is left to that", () => {
  expect(after([failuresInWords], failed("x"), to.gemini).said).toEqual(["user: result(1,error: x)"]);
});
