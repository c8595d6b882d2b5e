import type { Exchange } from "../../core/exchange.ts";
import { jsonIn } from "../../core/read-chat.ts";
import { isObject, type JsonObject, parsedJson, textOrNull } from "../../lib/json.ts";

/** How a request names its conversation. */
export type Explicit = {
  readonly id: string;
  /** Of the conversation that started this one, where it says so. */
  readonly parent: string | null;
  /** Whether a person gave the name: then everything under it is one conversation. */
  readonly isOwn: boolean;
};

/** The conversation that a request names, in a header or in its body; null where it names none. */
export const explicitIn = (headers: Headers, body: JsonObject): Explicit | null => {
  const own = sane(headers.get("x-proxy-session"));
  if (own !== null) return { id: own, parent: null, isOwn: true };
  for (const [name, parentName] of idHeaders) {
    const id = sane(headers.get(name));
    if (id === null) continue;
    const parent = parentName === null ? null : sane(headers.get(parentName));
    return { id, parent: parent === id ? null : parent, isOwn: false };
  }
  const id = idInBody(body);
  return id === null ? null : { id, parent: null, isOwn: false };
};

/** The name that an exchange has for its conversation; null = none. */
export const namedBy = (exchange: Pick<Exchange, "body" | "request">): string | null =>
  explicitIn(exchange.request.headers, jsonIn(exchange) ?? {})?.id ?? null;

/** Headers that name a conversation, each with the one that names where it comes from, the more exact first. */
const idHeaders: readonly (readonly [string, string | null])[] = [
  ["x-claude-code-session-id", null],
  ["thread-id", "session-id"], // Codex: the threads of its helpers belong to one session
  ["session-id", null],
  ["conversation_id", null],
  ["session_id", null],
  ["x-session-id", null], // opencode
  ["x-session-affinity", null],
];

const idInBody = (body: JsonObject): string | null => {
  const { metadata, prompt_cache_key: cacheKey, conversation } = body;
  const user = isObject(metadata) ? textOrNull(metadata["user_id"]) : null;
  const held = isObject(conversation) ? conversation["id"] : conversation;
  return (user === null ? null : sane(idInUser(user))) ?? sane(textOrNull(held)) ?? uuidOrNull(cacheKey);
};

/** Claude Code: JSON today, `user_…_session_<uuid>` before. */
const idInUser = (user: string): string | null => {
  const json = user.startsWith("{") ? parsedJson(user) : null;
  if (isObject(json)) return textOrNull(json["session_id"]);
  return /_session_([\w-]{8,64})$/.exec(user)?.[1] ?? null;
};

/** A key for the vendor's cache is often one for a whole program; where it is a conversation's it is made at random. */
const uuidOrNull = (value: unknown): string | null =>
  typeof value === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value) ? value : null;

const sane = (id: string | null): string | null => (id !== null && id.length > 0 && id.length <= 256 ? id : null);
