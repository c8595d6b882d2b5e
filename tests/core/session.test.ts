import { expect, test } from "bun:test";
import { isOfConversation } from "../../src/core/session.ts";
import { exchangeOf } from "../support/exchange.ts";

test("a chat and what counts its tokens are of a conversation; what is only passed on is not", () => {
  const paths = ["/v1/messages", "/v1/messages/count_tokens", "/v1/responses/input_tokens"];

  expect(paths.map((path) => isOfConversation(exchangeOf(path)))).toEqual([true, true, true]);
  expect(isOfConversation(exchangeOf("/v1beta/models/gemini:countTokens"))).toBe(true);
  expect(isOfConversation(exchangeOf("/v1/embeddings"))).toBe(false);
  expect(isOfConversation(exchangeOf("/v1/models", { method: "GET" }))).toBe(false);
});
