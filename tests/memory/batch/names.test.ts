import { expect, test } from "bun:test";
import { namesIn } from "../../../src/memory/batch/names.ts";

test("paths come first, then what programs call by names of their own; in the order of the text", () => {
  const text = "then readField of 'src/lib/json.ts'; the value of max_tokens and plainly nothing";
  expect(namesIn(text, 100)).toEqual(["readField", "src/lib/json.ts", "max_tokens"]);
  expect(namesIn(text, 17)).toEqual(["src/lib/json.ts"]);
});

test("there is room for none", () => {
  expect(namesIn("src/lib/json.ts", 0)).toEqual([]);
});

test("a long text is looked at from both ends, in no time", () => {
  const text = `firstName ${"x ".repeat(500_000)} lastName`;
  expect(namesIn(text, 100)).toEqual(["firstName", "lastName"]);
});
