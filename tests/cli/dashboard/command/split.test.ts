import { expect, test } from "bun:test";
import { quoted, splitWords } from "../../../../cli/dashboard/command/split.ts";

test("words end at spaces, quotes keep them together, the last one is still being typed", () => {
  expect(splitWords("stats --by mod")).toEqual({ words: ["stats", "--by"], last: "mod", lastFrom: 11 });
  expect(splitWords("stats ")).toEqual({ words: ["stats"], last: "", lastFrom: 6 });
  expect(splitWords("")).toEqual({ words: [], last: "", lastFrom: 0 });
  expect(splitWords('logs --grep "429|CUT x" -n 3').words).toEqual(["logs", "--grep", "429|CUT x", "-n"]);
  expect(splitWords("logs --grep 'a b").last).toBe("a b");
});

test("a word with spaces comes back whole", () => {
  for (const word of ["plain", "two words", "it's"]) expect(splitWords(`x ${quoted(word)}`).last).toBe(word);
});
