import { expect, test } from "bun:test";
import { namesTaken } from "../../../../src/translation/request/messages/names.ts";
import { after, from, to } from "../../../support/steps.ts";

test("who of several users has spoken is told as lost, where messages have no names", () => {
  const chat = from.chat([{ role: "user", name: "ann", content: "hi" }]);

  expect(after([namesTaken], chat, to.openai)).toMatchObject({ chat, rules: [] });
  for (const place of [to.anthropic, to.responses, to.gemini, to.mistral])
    expect(after([namesTaken], chat, place)).toMatchObject({ said: ["user: hi"], rules: ["messages.name 1"] });
});

test("messages without names stay as they are", () => {
  const chat = from.chat([{ role: "user", content: "hi" }]);

  expect(after([namesTaken], chat, to.anthropic).chat).toBe(chat);
});
