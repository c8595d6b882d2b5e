import type { Chat } from "../../core/chat.ts";
import type { Dialect } from "../../core/dialect.ts";
import type { Conversation, ShownPart } from "../../core/request-detail.ts";
import { isObject, type JsonObject, objectIn, parsedJson, textOrNull } from "../../lib/json.ts";
import { keptBody } from "../../lib/recording.ts";
import { unpacked } from "../../lib/unpacked.ts";
import type { KeptExchange } from "../kept/index.ts";
import { answerIn } from "./answer-blocks.ts";
import { conversationOf } from "./conversation.ts";
import { type Room, shownName, shownParts } from "./shown-parts.ts";

/** A conversation, or why there is none as a sentence. */
export type Told =
  | { readonly conversation: Conversation; readonly why: null }
  | { readonly conversation: null; readonly why: string };

/** There is none, for this reason. */
export const without = (why: string): Told => ({ conversation: null, why });

const mostUnpacked = 32 * 1024 * 1024;

/** What was said in a request that is kept. `chat` reads its body. */
export const toldByKept = (kept: KeptExchange, chat: (kept: KeptExchange) => Chat | null): Told => {
  const { dialect, body, bodyKind, isDropped, answer } = kept;
  if (answer?.status === 101) return without("The messages of a WebSocket are not kept.");
  if (dialect === null) return without("It is no conversation, and only those are kept.");
  if (isDropped) return without("There was no room left to keep it (view.keep_bytes).");
  if (body === null)
    return without(bodyKind === "none" ? "It has no body." : "Its body is too large to be kept (view.keep_bytes).");
  const read = chat(kept);
  if (read === null) return without("Its body cannot be read as a conversation.");
  return { conversation: conversationOf(read, (room) => answerParts(kept, dialect, room)), why: null };
};

/** The conversation in a request's body. Never throws. */
export const chatIn = ({ dialect, body, headers, path }: KeptExchange): Chat | null => {
  if (dialect === null || body === null) return null;
  const bytes = unpacked(body, headers.get("content-encoding"), mostUnpacked);
  return bytes === null ? null : readRequest(new TextDecoder().decode(bytes), dialect, path);
};

/** What was said by a trace's file; null where it has no bodies. */
export const toldByTrace = (trace: JsonObject, dialect: Dialect | null): Told | null => {
  const [request, answer] = [objectIn(trace["request"]), objectIn(trace["answer"])];
  const asked = textOrNull(objectIn(request["body"])["text"]);
  const chat = asked === null || dialect === null ? null : readRequest(asked, dialect, textOrNull(trace["path"]) ?? "");
  if (chat === null || dialect === null) return null;
  const said = objectIn(answer["body"]);
  const text = textOrNull(said["text"]);
  const parts = (room: Room): readonly ShownPart[] =>
    text === null ? unread(textOrNull(said["why"]), room) : textParts(text, dialect, room);
  return { conversation: conversationOf(chat, parts), why: null };
};

const readRequest = (text: string, dialect: Dialect, path: string): Chat | null => {
  const json = parsedJson(text);
  try {
    return isObject(json) ? dialect.readRequest(json, path) : null;
  } catch {
    return null;
  }
};

const answerParts = (
  { answer, pieces, notes, isCut }: KeptExchange,
  dialect: Dialect,
  room: Room,
): readonly ShownPart[] => {
  if (answer === null || pieces.length === 0) return [];
  const bytes = Buffer.concat(pieces);
  const total = isCut ? Math.max(notes.bytesOut, bytes.length + 1) : bytes.length;
  const { text, why } = keptBody(bytes, total, answer.headers.get("content-encoding"), mostUnpacked);
  return text === null ? unread(why, room) : textParts(text, dialect, room);
};

/** What is no answer of the format is shown as it is: a page of somebody in between, an error in other words. */
const textParts = (text: string, dialect: Dialect, room: Room): readonly ShownPart[] => {
  const read = answerIn(text, dialect);
  if (read === null || (read.blocks.length === 0 && read.error === null))
    return text.trim() === "" ? [] : raw(text, room);
  const parts = shownParts(read.blocks, room);
  if (read.error === null) return parts;
  const { type, message } = read.error;
  return [...parts, { ...other(message, room), name: type === null ? null : shownName(type), isError: true }];
};

const raw = (text: string, room: Room): readonly ShownPart[] => [other(text, room)];

const unread = (why: string | null, room: Room): readonly ShownPart[] =>
  why === null ? [] : [{ ...other(`(${why})`, room), bytes: 0 }];

const other = (text: string, room: Room): ShownPart => ({
  kind: "other",
  name: null,
  text: room.take(text),
  bytes: Buffer.byteLength(text),
});
