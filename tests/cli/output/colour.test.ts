import { expect, test } from "bun:test";
import { depthOf, paintWith } from "../../../cli/output/colour.ts";

const terminal = { env: { TERM: "xterm" }, isTerminal: true, wanted: true };

test("colours are for terminals that show them and people who want them", () => {
  expect(depthOf(terminal)).toBe(16);
  expect(depthOf({ ...terminal, env: { TERM: "xterm-256color" } })).toBe(256);
  expect(depthOf({ ...terminal, isTerminal: false })).toBe(0);
  expect(depthOf({ ...terminal, wanted: false })).toBe(0);
  expect(depthOf({ ...terminal, env: { TERM: "xterm", NO_COLOR: "1" } })).toBe(0);
  expect(depthOf({ ...terminal, env: { TERM: "dumb" } })).toBe(0);
  expect(depthOf({ ...terminal, env: {} })).toBe(0);
});

test("without colours a text stays what it is", () => {
  expect(paintWith(0)("error", "x")).toBe("x");
  expect(paintWith(256)("ok", "x")).toBe("\x1b[38;5;36mx\x1b[0m");
  expect(paintWith(16)("ok", "")).toBe("");
});
