import { expect, test } from "bun:test";
import { at, listAt, parsed, textAt } from "../../../../cli/demo/programs/json.ts";

test("what is there is found, what is not is empty", () => {
  const value = parsed('{"a":[{"b":"c"}]}');

  expect([at(value, "a", 0, "b"), textAt(value, "a", 0, "b"), listAt(value, "a").length]).toEqual(["c", "c", 1]);
  expect([at(value, "x", 1), textAt(value, "a"), listAt(value, "a", 0)]).toEqual([undefined, "", []]);
  expect(parsed("[DONE]")).toBeUndefined();
});
