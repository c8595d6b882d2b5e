import { expect, test } from "bun:test";
import { environmentPatterns, environmentPatternsIn } from "../../../src/memory/environment/patterns.ts";

test("the blocks of the programs that are known are named in the file that comes with the program", () => {
  expect(environmentPatterns().map(({ name }) => name)).toEqual([
    ...["environment_details", "system-reminder", "environment_context", "additional_data"],
  ]);
});

test("a pattern without its end is refused", () => {
  expect(() => environmentPatternsIn("- { name: a, open: '<a>', roles: [user] }")).toThrow();
});
