import { isObject, type JsonObject, listIn, objectIn, textIn } from "../json-view.ts";
import type { Peer, Talk } from "../talk.ts";

/** One event of a realtime session. */
type Event = JsonObject & { readonly type: string };

/** A realtime session as OpenAI documents it (platform.openai.com/docs/api-reference/realtime-server-events), in text alone. */
export type RealtimeSession = {
  /** What the vendor says first. */
  readonly opening: () => readonly Event[];
  /** What it answers to a client's message. */
  readonly answer: (message: string) => readonly Event[];
};

/** A session with this model; it repeats the last words that it was told. */
export const realtimeSession = (model: string): RealtimeSession => {
  let serial = 0;
  let words = "";
  let session: JsonObject = { type: "realtime", object: "realtime.session", id: "sess_sim", model };
  const id = (start: string): string => `${start}_sim${++serial}`;
  const event = (type: string, facts: JsonObject): Event => ({ type, event_id: id("event"), ...facts });
  const add = (asked: JsonObject): readonly Event[] => {
    const item = { id: id("item"), object: "realtime.item", status: "completed", ...objectIn(asked["item"]) };
    words = textOf(item) || words;
    const facts = { previous_item_id: null, item };
    return [event("conversation.item.added", facts), event("conversation.item.done", facts)];
  };
  return {
    opening: () => [event("session.created", { session })],
    answer: (message) => {
      const asked = readEvent(message);
      switch (asked?.["type"]) {
        case "session.update":
          session = { ...session, ...objectIn(asked["session"]) };
          return [event("session.updated", { session })];
        case "conversation.item.create":
          return add(asked);
        case "response.create":
          return spoken(words, id).map(({ type, ...facts }) => event(type, facts));
        default:
          return [event("error", { error: unknownEvent(asked) })];
      }
    },
  };
};

/** A realtime session over a WebSocket. */
export const realtimeTalk = (model: string): Talk => {
  const session = realtimeSession(model);
  let peer: Peer | null = null;
  const tell = (events: readonly Event[]): void => {
    for (const event of events) void peer?.send(JSON.stringify(event));
  };
  return {
    begin: (to) => {
      peer = to;
      tell(session.opening());
    },
    hear: (message) => tell(session.answer(message)),
    end: () => {
      peer = null;
    },
  };
};

/** The events of one answer that says these words, one at a time. */
const spoken = (words: string, id: (start: string) => string): readonly Event[] => {
  const response = { id: id("resp"), object: "realtime.response" };
  const item = { id: id("item"), object: "realtime.item", type: "message", role: "assistant" };
  const place = { response_id: response.id, item_id: item.id, output_index: 0, content_index: 0 };
  const whole = { ...item, status: "completed", content: [{ type: "output_text", text: words }] };
  const parts = words.match(/\S+\s*/g) ?? [];
  const total = parts.length;
  const usage = { total_tokens: 2 * total, input_tokens: total, output_tokens: total };
  return [
    { type: "response.created", response: { ...response, status: "in_progress", output: [] } },
    { type: "response.output_item.added", response_id: response.id, output_index: 0, item: { ...item, content: [] } },
    ...parts.map((delta) => ({ type: "response.output_text.delta", ...place, delta })),
    { type: "response.output_text.done", ...place, text: words },
    { type: "response.output_item.done", response_id: response.id, output_index: 0, item: whole },
    { type: "response.done", response: { ...response, status: "completed", output: [whole], usage } },
  ];
};

const textOf = (item: JsonObject): string =>
  listIn(item["content"])
    .map((part) => textIn(objectIn(part)["text"]))
    .join("");

const readEvent = (message: string): JsonObject | null => {
  try {
    const value: unknown = JSON.parse(message);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
};

const unknownEvent = (asked: JsonObject | null): JsonObject => ({
  type: "invalid_request_error",
  code: asked === null ? "invalid_json" : "unknown_event",
  message: asked === null ? "The message is not a JSON object." : `There is no event "${textIn(asked["type"])}".`,
  param: null,
});
