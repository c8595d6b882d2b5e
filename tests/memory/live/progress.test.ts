import { expect, test } from "bun:test";
import { progress } from "../../../src/memory/live/progress.ts";
import { aboutOf } from "../../support/about.ts";

const thinned = (text: string) => progress.apply(text, { id: "m_1" }, () => null);

test("of bars that only grow the first and the last stay", () => {
  const bars = Array.from({ length: 9 }, (_, at) => `[${"=".repeat(at)}>   ] ${at * 10} % left-pad`);
  expect(thinned(["go", ...bars, "error: 1"].join("\n"))).toBe(
    [
      "go",
      bars[0],
      "[7 like lines]",
      bars[8],
      "error: 1",
      "[7 lines of progress left out: proxy-cli memory show m_1]",
    ].join("\n"),
  );
});

test("lines with other words stay, however many percents they have", () => {
  expect(thinned("chat.ts 80 %\nmain.ts 90 %\nkeys.ts 95 %\nlive.ts 99 %\nplan.ts 10 %")).toBeNull();
  expect(thinned("line 1\nline 2\nline 3\nline 4\nline 5")).toBeNull();
});

test("what has no progress in it is passed by", () => {
  expect(progress.suits("one\ntwo", aboutOf())).toBeNull();
});
