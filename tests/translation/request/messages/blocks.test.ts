import { expect, test } from "bun:test";
import { eachBlock, said, withMessages } from "../../../../src/translation/request/messages/blocks.ts";
import { chatOf, messageOf, part, textOf } from "../../../support/chat.ts";

test("a conversation in which no block changes is the same conversation", () => {
  const chat = chatOf({ messages: [messageOf("user", textOf("a")), messageOf("assistant", textOf("b"))] });

  expect(eachBlock(chat, (block) => [block])).toBe(chat);
  expect(withMessages(chat, [...chat.messages])).toBe(chat);
  expect(eachBlock(chat, () => []).messages).toMatchObject([{ blocks: [] }, { blocks: [] }]);
});

test("a text in the place of something else ends the cache where that did", () => {
  const cacheMark = { ttlSeconds: 300 };

  expect(said("x", { ...part, cacheMark })).toEqual({ type: "text", text: "x", ...part, cacheMark });
  expect(said("x", part)).not.toHaveProperty("cacheMark");
});
