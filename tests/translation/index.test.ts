import { expect, test } from "bun:test";
import { anthropic } from "../../src/dialects/anthropic/index.ts";
import { openaiChat } from "../../src/dialects/openai-chat/index.ts";
import { providers } from "../../src/providers/index.ts";
import { translate } from "../../src/translation/index.ts";

const [provider] = providers;

test("a request is written for where it goes, under the model's name there", () => {
  if (provider === undefined) throw new Error("no provider");
  const chat = anthropic.readRequest(
    { model: "claude-x", messages: [{ role: "user", content: "hi" }] },
    "/v1/messages",
  );
  const destination = {
    ...{ dialect: "openai-chat" as const, provider, upstream: "there", model: "glm-x" },
    ...{ takesImages: null, maxOutputTokens: null },
  };
  const setting = { requestId: "r_1", query: "" };

  const { request } = translate({ chat, from: anthropic, to: openaiChat, destination, setting });

  expect(request.path).toBe("/v1/chat/completions");
  expect(request.body).toMatchObject({ model: "glm-x", messages: [{ role: "user", content: "hi" }] });
});
