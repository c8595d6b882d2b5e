import { expect, test } from "bun:test";
import { instructionsInPlace } from "../../../../src/translation/request/messages/instructions.ts";
import { after, from, to } from "../../../support/steps.ts";

const chat = from.chat([
  { role: "system", content: "one" },
  { role: "developer", content: "two" },
  { role: "user", content: "hi" },
  { role: "system", content: "three" },
]);

test("instructions that lead are the system where it stands apart, later ones stay where they are, marked", () => {
  for (const place of [to.anthropic, to.gemini, to.mistral]) {
    const { chat: sent, said, rules } = after([instructionsInPlace], chat, place);

    expect(sent.system).toMatchObject([{ text: "one" }, { text: "two" }]);
    expect(said).toEqual(["user: hi", "user: <system-reminder>\nthree\n</system-reminder>"]);
    expect(rules).toEqual(["system.later 1"]);
  }
});

test("where instructions are messages they stay so; a developer is the system to who knows none", () => {
  expect(after([instructionsInPlace], chat, to.openai).chat).toBe(chat);
  expect(after([instructionsInPlace], chat, to.zai).said).toEqual([
    "system: one",
    "system: two",
    "user: hi",
    "system: three",
  ]);
});

test("what Claude Code says as the system after the first message goes to others in its place", () => {
  const code = from.anthropic(
    [
      { role: "user", content: "hi" },
      { role: "system", content: [{ type: "text", text: "Skills: none" }] },
    ],
    { system: "You are." },
  );

  expect(after([instructionsInPlace], code, to.openai).said).toEqual(["user: hi", "system: Skills: none"]);
  expect(after([instructionsInPlace], code, to.gemini).said[1]).toStartWith("user: <system-reminder>\nSkills: none");
});
