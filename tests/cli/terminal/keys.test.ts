import { expect, test } from "bun:test";
import { keysIn } from "../../../cli/terminal/keys.ts";

test("keys that a terminal sends at once are told one by one", () => {
  expect(keysIn("a\u001b[A\u001bOB\r\u007f\u0003")).toEqual(["a", "up", "down", "enter", "backspace", "ctrl-c"]);
  expect(keysIn("\u001b")).toEqual(["escape"]);
  expect(keysIn("\u001b[5~\u001b[H")).toEqual(["pageup", "home"]);
  expect(keysIn("你好é")).toEqual(["你", "好", "é"]);
});

test("a key that nobody knows types nothing, not even in part", () => {
  expect(keysIn("\u001b[15~\u001b[1;5C\u001b[200~\u0001\u200b")).toEqual([]);
});
