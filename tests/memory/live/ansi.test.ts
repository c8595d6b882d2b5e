import { expect, test } from "bun:test";
import { ansi } from "../../../src/memory/live/ansi.ts";

const plain = (text: string): string | null => ansi.apply(text, {}, () => null);

test("colours go, words stay", () => {
  expect(plain("\u001b[1;31mFAIL\u001b[0m src/a.ts")).toBe("FAIL src/a.ts");
  expect(plain("\u001b]0;title\u0007done")).toBe("done");
});

test("of a line that was written over the last is left", () => {
  expect(plain("10%\r50%\r100%\nnext")).toBe("100%\nnext");
  expect(plain("one\r\ntwo\r\n")).toBe("one\ntwo\n");
});

test("done twice is done once", () => {
  const text = "\u001b[32mok\u001b[0m\r\u001b[31mno\u001b[0m\n";
  expect(plain(plain(text) ?? "")).toBe(plain(text));
});
