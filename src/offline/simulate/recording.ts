import type { DialectName } from "../../core/dialect-name.ts";
import type { JsonObject } from "../../lib/json.ts";

/** A conversation that somebody had with a model, in its client's format: a body without its messages, and all of them. */
export type Recording = {
  readonly name: string;
  readonly dialect: DialectName;
  /** The fields of every request beside the messages: what leads the conversation, its tools, its settings. */
  readonly head: JsonObject;
  /** How the format calls the list of messages. */
  readonly list: "messages" | "input" | "contents";
  readonly items: readonly JsonObject[];
  /** Whether what the client says last, without an answer to it, was sent as well. */
  readonly isAsked: boolean;
};

/** One request of a recording. */
export type Turn = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What the model said to it, in the client's format. */
  readonly answer: readonly JsonObject[];
};

/** Where a format's requests go. */
export const pathOf: Readonly<Record<DialectName, string>> = {
  anthropic: "/v1/messages",
  "openai-chat": "/v1/chat/completions",
  "openai-responses": "/v1/responses",
  gemini: "/v1beta/models/gemini-2.5-pro:generateContent",
  unified: "/v1/chat",
};

/** The requests of a conversation as its client sent them, one for each answer; the messages stand at a body's end. */
export function* turnsOf({ head, list, items, isAsked }: Recording): Generator<Turn> {
  const written = items.map((item) => JSON.stringify(item));
  const before = Object.keys(head).length === 0 ? "{" : `${JSON.stringify(head).slice(0, -1)},`;
  const bodyOf = (end: number): Uint8Array<ArrayBuffer> =>
    encoder.encode(`${before}"${list}":[${written.slice(0, end).join(",")}]}`);
  for (let at = 0; at < items.length; ) {
    const start = nextFrom(items, at, true);
    const end = nextFrom(items, start, false);
    if (start > 0 && (start < items.length || isAsked)) yield { bytes: bodyOf(start), answer: items.slice(start, end) };
    at = end;
  }
}

const encoder = new TextEncoder();

/** The first position from there on of what the model says, or of what it does not say. */
const nextFrom = (items: readonly JsonObject[], at: number, isModels: boolean): number => {
  const found = items.findIndex((item, index) => index >= at && isOfModel(item) === isModels);
  return found < 0 ? items.length : found;
};

/** Items without a role are the model's, but for what tools gave. */
const isOfModel = ({ role, type }: JsonObject): boolean => {
  if (role !== undefined) return role === "assistant" || role === "model";
  return typeof type === "string" && !type.endsWith("_output") && type !== "item_reference";
};
