import { expect, test } from "bun:test";
import { textsInOne } from "../../../../src/translation/request/messages/texts.ts";
import { after, from, to } from "../../../support/steps.ts";

const text = (said: string) => ({ type: "text", text: said });
const chat = from.anthropic(
  [
    { role: "user", content: [text("a"), text("b")] },
    { role: "assistant", content: [text("c"), text("d"), { type: "tool_use", id: "1", name: "f", input: {} }] },
    { role: "user", content: [{ type: "tool_result", tool_use_id: "1", content: [text("e"), text("f")] }] },
  ],
  { system: [text("one"), text("two")] },
);

test("in chat completions only the user speaks in parts, as many servers take no others", () => {
  const { chat: sent } = after([textsInOne], chat, to.zai);

  expect(sent.system).toMatchObject([{ text: "one\n\ntwo" }]);
  expect(after([textsInOne], chat, to.zai).said.slice(0, 2)).toEqual(["user: a | b", "assistant: c\n\nd | call(1,f)"]);
});

test("results are one text each, also where they were data", () => {
  const data = from.gemini([
    { role: "model", parts: [{ functionCall: { name: "f", args: {} } }] },
    { role: "user", parts: [{ functionResponse: { name: "f", response: { n: 1 } } }] },
  ]);
  const messages = data.messages.map((message) =>
    message.role === "user" ? { ...message, role: "tool" as const } : message,
  );

  expect(after([textsInOne], { ...data, messages }, to.openai).said[1]).toBe('tool: result(null: {"n":1})');
});

test("other formats keep the parts", () => {
  expect(after([textsInOne], chat, to.gemini).chat).toBe(chat);
});
