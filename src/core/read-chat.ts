import { isObject, type JsonObject, parsedJson } from "../lib/json.ts";
import { unpacked } from "../lib/unpacked.ts";
import type { Chat } from "./chat.ts";
import type { Exchange } from "./exchange.ts";

/** The largest body that is read as a conversation: while it is read nothing else has its turn. */
const maxBytes = 32 * 1024 * 1024;

/** The JSON object that an exchange's body is, unpacked; null where it is none, or none that we hold. Never throws. */
export const jsonIn = ({ body, request }: Pick<Exchange, "body" | "request">): JsonObject | null => {
  if (body.kind !== "held") return null;
  const bytes = unpacked(body.bytes, request.headers.get("content-encoding"), maxBytes);
  const json = bytes === null ? null : parsedJson(new TextDecoder().decode(bytes));
  return isObject(json) ? json : null;
};

/** The conversation in an exchange's body; null where the body is none that we hold and can read. Never throws. */
export const chatIn = (exchange: Pick<Exchange, "body" | "dialect" | "path" | "query" | "request">): Chat | null => {
  const { dialect, path, query } = exchange;
  if (dialect === null) return null;
  const json = jsonIn(exchange);
  return json === null ? null : dialect.readRequest(json, path + query);
};
