import { isObject, parsedJson } from "../lib/json.ts";
import { unpacked } from "../lib/unpacked.ts";
import type { Chat } from "./chat.ts";
import type { Exchange } from "./exchange.ts";

/** The largest body that is read as a conversation: while it is read nothing else has its turn. */
const maxBytes = 32 * 1024 * 1024;

/** The conversation in an exchange's body; null where the body is none that we hold and can read. Never throws. */
export const chatIn = ({
  body,
  dialect,
  path,
  request,
}: Pick<Exchange, "body" | "dialect" | "path" | "request">): Chat | null => {
  if (body.kind !== "held" || dialect === null) return null;
  const bytes = unpacked(body.bytes, request.headers.get("content-encoding"), maxBytes);
  const json = bytes === null ? null : parsedJson(new TextDecoder().decode(bytes));
  return isObject(json) ? dialect.readRequest(json, path) : null;
};
