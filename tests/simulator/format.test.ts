import { expect, test } from "bun:test";
import { frame, lastFrame } from "../../src/simulator/format.ts";

test("only the last frame says that it is the last", () => {
  expect(frame("x")).toEqual({ text: "x", last: false });
  expect(lastFrame("x")).toEqual({ text: "x", last: true });
});
