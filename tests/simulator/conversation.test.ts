import { expect, test } from "bun:test";
import { lastUserText, pendingToolOutputs } from "../../src/simulator/conversation.ts";

test("what the user means is the last part that is no reminder of the agent", () => {
  const parts = ["<system-reminder>be nice</system-reminder>", "fix the bug", "<env>linux</env>", "  "];

  expect(
    lastUserText([
      { by: "user", parts: ["old"] },
      { by: "assistant", text: "yes" },
      { by: "user", parts },
    ]),
  ).toBe("fix the bug");
});

test("a turn of nothing but reminders still has words", () => {
  expect(lastUserText([{ by: "user", parts: ["<a>only this</a>"] }])).toBe("<a>only this</a>");
  expect(lastUserText([])).toBe("");
});

test("tool outputs wait only until the user speaks again", () => {
  const turn = [
    { by: "user", parts: ["go"] },
    { by: "tool", text: "one" },
    { by: "instruction", text: "note" },
    { by: "tool", text: "two" },
  ] as const;

  expect(pendingToolOutputs(turn)).toEqual(["one", "two"]);
  expect(pendingToolOutputs([...turn, { by: "user", parts: ["more"] }])).toEqual([]);
});
