import { expect, test } from "bun:test";
import type { Chat } from "../../../src/core/chat.ts";
import { mediaSizeOf, mediaTokens } from "../../../src/meter/tokens/media.ts";
import { joined, sizeOf, unlearnedTokens } from "../../../src/meter/tokens/size.ts";
import { callOf, chatOf, messageOf, part, resultOf, textOf, thoughtOf } from "../../support/chat.ts";

const picture = {
  ...part,
  type: "media",
  kind: "image",
  source: { type: "url", url: "https://a.example/x.png", mediaType: null },
  name: null,
  detail: null,
} as const;

const talk: Chat = chatOf({
  system: [textOf("You are brief, and you are never wrong.")],
  messages: [
    messageOf("user", textOf("What is in the file?"), picture),
    messageOf("assistant", thoughtOf("I had better look, and then I know."), callOf("read", { path: "a" })),
    messageOf("user", resultOf(textOf("1, 2, 3"))),
    messageOf("assistant", textOf("Three numbers.")),
    messageOf("user", textOf("Which?")),
  ],
  tools: [
    {
      ...part,
      name: "read",
      description: "Reads.",
      schema: { type: "object" },
      isPlain: false,
      isStrict: null,
      hosted: null,
    },
  ],
});

const models = ["claude-sonnet-4-5", "gpt-4o", "gpt-4", "gemini-2.5-pro", "mistral-large", "glm-4.6"];

test("a conversation that was measured part by part is as large as the whole, for each model", () => {
  const parts = [
    chatOf({ system: talk.system }),
    chatOf({ tools: talk.tools }),
    ...talk.messages.map((message) => chatOf({ messages: [message] })),
  ];

  for (const model of models)
    expect(unlearnedTokens(joined(parts.map(sizeOf)), model)).toBe(unlearnedTokens(sizeOf(talk), model));
});

const of = (chat: Chat, model: string): number => unlearnedTokens(sizeOf(chat), model);

test("each part of it counts", () => {
  const without = (place: number) => ({ messages: talk.messages.filter((_, at) => at !== place) });

  for (const less of [{ system: [] }, { tools: [] }, ...talk.messages.keys().map(without)])
    expect(of({ ...talk, ...less }, "gpt-4o")).toBeLessThan(of(talk, "gpt-4o"));
});

test("thoughts of before a person spoke count only for models that are shown them", () => {
  const thoughtless = (chat: Chat): Chat => ({
    ...chat,
    messages: chat.messages.map((message) => ({
      ...message,
      blocks: message.blocks.filter(({ type }) => type !== "thinking"),
    })),
  });
  const before = { ...talk, messages: talk.messages.slice(0, 3) };
  const count = (chat: Chat, model: string): number => of(chat, model) - of(thoughtless(chat), model);

  expect(count(talk, "claude-opus-4-8")).toBeGreaterThan(5);
  expect(count(talk, "claude-sonnet-4-5")).toBe(0);
  expect(count(before, "claude-sonnet-4-5")).toBeGreaterThan(5);
  expect(count(before, "gpt-4o")).toBe(0);
  const alone = chatOf({ messages: [messageOf("assistant", thoughtOf("I had better look, and then I know."))] });
  expect(count(alone, "claude-sonnet-4-5")).toBeGreaterThan(5); // nobody has spoken since
});

test("a picture counts by the model's own rule, and nothing of it is kept but its size", () => {
  const seen = chatOf({ messages: [messageOf("user", textOf("Look."), picture)] });
  const blind = chatOf({ messages: [messageOf("user", textOf("Look."))] });
  const size = mediaSizeOf(picture);
  if (size === null) throw new Error("A picture has a size.");

  for (const model of models)
    expect(unlearnedTokens(sizeOf(seen), model) - unlearnedTokens(sizeOf(blind), model)).toBeCloseTo(
      mediaTokens(size, model),
    );
  expect(JSON.stringify(sizeOf(talk))).not.toContain("example");
});
