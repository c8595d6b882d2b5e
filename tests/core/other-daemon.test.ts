import { expect, test } from "bun:test";
import { differenceWords } from "../../src/core/other-daemon.ts";

test("of a daemon with the same settings there is nothing to say, of another what differs and what to do", () => {
  expect(differenceWords({ name: "two", generation: 1, differs: [] })).toBe(null);
  expect(differenceWords({ name: "two", generation: 1, differs: ["limits"] })).toBe(
    "daemon two of the same store has other settings for limits than this one; give both the same files, then proxy-cli reload",
  );
});
