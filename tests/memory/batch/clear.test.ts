import { expect, test } from "bun:test";
import { clear } from "../../../src/memory/batch/clear.ts";
import { originalId } from "../../../src/memory/shrinkers/placeholder.ts";

const cleared = (text: string, how: Parameters<typeof clear.apply>[1]) => clear.apply(text, how, () => null);

test("what is left says what it was, how it ended, what it named, and how to get it back", () => {
  const text = [
    "src/server/listen.ts ok",
    "reading parseRequestLine",
    ...Array(50).fill("ok"),
    "3 failed, 120 passed",
  ].join("\n");
  expect(cleared(text, { call: "npm test", note: null, chars: 200 })).toBe(
    [
      `[53 lines of \`npm test\` left out: proxy-cli memory show ${originalId(text)}]`,
      "3 failed, 120 passed",
      "names: src/server/listen.ts parseRequestLine",
    ].join("\n"),
  );
});

test("of what stands further on only a line is left, with the reason", () => {
  expect(cleared("one\ntwo\nthree", { call: "src/a.ts", note: "it came again further on", chars: 0 })).toBe(
    `[3 lines of \`src/a.ts\` (it came again further on) left out: proxy-cli memory show ${originalId("one\ntwo\nthree")}]`,
  );
});

test("it is the same each time, and no live shrinker", () => {
  const how = { call: "npm test", note: null, chars: 90 };
  expect(cleared("someName otherName ".repeat(99), how)).toBe(cleared("someName otherName ".repeat(99), how));
});
