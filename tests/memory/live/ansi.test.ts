import { expect, test } from "bun:test";
import { ansi } from "../../../src/memory/live/ansi.ts";
import { aboutOf } from "../../support/about.ts";

const plain = (text: string): string | null => ansi.apply(text, {}, () => null);

test("colours go, words stay", () => {
  expect(plain("\u001b[1;31mFAIL\u001b[0m src/a.ts")).toBe("FAIL src/a.ts");
  expect(plain("\u001b]0;title\u0007done")).toBe("done");
});

test("of a line that was written over by itself the last state is left", () => {
  expect(plain("10%\r50%\r100%\nnext")).toBe("100%\nnext");
  expect(plain("\u001b[?25l10 %\u001b[1G20 %\u001b[1Gdone\r\nnext")).toBe("20 %\rdone\r\nnext");
  expect(plain("Installing ... -\b \b\\\b \bdone\r\n")).toBe("Installing ... done\r\n");
});

test("lines keep their ends, and a line that was written over by other words is not lost", () => {
  expect(plain("one\r\ntwo\r\n")).toBe("one\r\ntwo\r\n");
  expect(plain("fetching left-pad\rdone")).toBe("fetching left-pad\rdone");
});

test("a file is left as it is: an edit may have to quote it", () => {
  const text = "\u001b[31mred\u001b[0m\r\n";
  expect(ansi.suits(text, aboutOf({ name: "Read", does: "read" }))).toBeNull();
  expect(ansi.suits(text, aboutOf({ name: "Bash", label: "cat colours.txt" }))).toBeNull();
  expect(ansi.suits(text, aboutOf({ name: "Bash", label: "npm test" }))).toEqual({});
  expect(ansi.suits("one\r\ntwo", aboutOf({ name: "Bash", label: "npm test" }))).toBeNull();
});
