import { expect, test } from "bun:test";
import { keyWords } from "../../../../cli/dashboard/keys/key.ts";

test("keys are called what is printed on them", () => {
  expect(["u", "C-c", "S-tab", "pagedown", "pageup", "enter"].map(keyWords)).toEqual([
    ...["u", "ctrl-c", "shift-tab", "page down", "page up", "enter"],
  ]);
});
