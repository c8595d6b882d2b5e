import type { Chat } from "../../core/chat.ts";
import type { WrittenRequest } from "../../core/dialect.ts";
import type { JsonObject } from "../../lib/json.ts";
import { readBody, writeBody } from "../openai-chat/request.ts";

/**
 * A request to `/v1/chat`: the body of a chat completion with the `provider` that is to answer it, which stays among the
 * extras. A stream can be asked for in the query, too, where `path` comes with one.
 */
export const readRequest = (body: JsonObject, path: string): Chat => {
  const chat = readBody(body, { dialect: "unified", path: [] });
  const query = new URLSearchParams(path.split("?")[1] ?? "");
  return query.get("stream") === "true" ? { ...chat, stream: true } : chat;
};

/** The request as it goes out. */
export const writeRequest = (chat: Chat): WrittenRequest => ({
  path: "/v1/chat",
  query: "",
  body: writeBody(chat, "unified"),
});
