import { expect, test } from "bun:test";
import { resultFinder } from "../../../../src/translation/request/messages/results.ts";
import { callOf, messageOf, resultOf, textOf } from "../../../support/chat.ts";

const call = callOf("f", {});
const result = resultOf(textOf("x"));

test("a result is found once, behind its call, and never before it", () => {
  if (call.type !== "tool-call" || result.type !== "tool-result") throw new Error("not what they are");
  const finder = resultFinder([messageOf("assistant", call), messageOf("tool", result)]);

  expect(finder.isTaken(result)).toBe(false);
  expect(finder.take(call, 0)).toEqual({ block: result, at: 1 });
  expect(finder.isTaken(result)).toBe(true);
  expect(finder.take(call, 0)).toBeNull();
  expect(resultFinder([messageOf("tool", result), messageOf("assistant", call)]).take(call, 1)).toBeNull();
});
