import { expect, test } from "bun:test";
import { openaiChat } from "../../../src/dialects/openai-chat/index.ts";
import { providers } from "../../../src/providers/index.ts";
import { fit } from "../../../src/translation/request/index.ts";

const [provider] = providers;

test("a plain conversation loses nothing", () => {
  if (provider === undefined) throw new Error("no provider");
  const chat = openaiChat.readRequest({ model: "m", messages: [{ role: "user", content: "hi" }] }, "");
  const destination = {
    ...{ dialect: "anthropic" as const, provider, upstream: "there", model: null },
    ...{ takesImages: null, maxOutputTokens: null },
  };

  expect(fit(chat, destination).chat.messages).toEqual(chat.messages);
});
