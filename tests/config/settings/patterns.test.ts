import { expect, test } from "bun:test";
import { patterns } from "../../../src/config/settings/patterns.ts";

test("a pattern, or a list of them, is taken as it is written", () => {
  for (const written of ["claude-*", ["{opus,sonnet}-?", "glm-4.6"]]) expect(patterns.parse(written)).toEqual(written);
});

test("what no name could fit is refused, with an example of what is meant", () => {
  for (const written of ["", "two words", "{a,b", [], ["ok", ""]])
    expect(patterns.safeParse(written).error?.issues[0]?.message).toMatch(/must be a pattern such as claude-\*|>=1/);
});
