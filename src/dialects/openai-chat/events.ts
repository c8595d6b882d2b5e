import type { ChatEvent } from "../../core/answer.ts";
import type { EventReader, Measure, StreamReader } from "../../core/dialect.ts";
import { byMeaning, isEventStream, streamReader } from "../../core/stream-reader.ts";
import { isObject, type JsonObject, listIn, objectIn, parsedJson, textOrNull } from "../../lib/json.ts";
import { isEmpty, keeping, present, restOf } from "../../lib/json-rest.ts";
import { type CandidateReader, candidateReader, here } from "./candidate.ts";
import { choiceFields, chunkFields, constants, deltaFields } from "./chunk-fields.ts";
import { readFailure } from "./failure.ts";
import { readUsage, writeUsage } from "./usage.ts";

/** Follows a chat completion stream to its end. */
export const readStream = (contentType: string, measure: Measure = () => 0): StreamReader | null =>
  isEventStream(contentType)
    ? streamReader("[DONE]", byMeaning, { hasStart: false, hasEnd: true }, { events: eventReader(), measure })
    : null;

/**
 * Reads the chunks of a stream. What a chunk says besides goes into the extras of the first event that it becomes, in the
 * places where it stood; what a chunk repeats of the first one is left out, and so is null.
 */
export const eventReader = (): EventReader => {
  const candidates = new Map<number, CandidateReader>();
  const identity = identityReader();
  const candidateOf = (index: number): CandidateReader => {
    const known = candidates.get(index) ?? candidateReader(index);
    candidates.set(index, known);
    return known;
  };
  const choice = (said: unknown, position: number): readonly ChatEvent[] => {
    if (!isObject(said)) return [];
    const index = typeof said["index"] === "number" ? said["index"] : position;
    const delta = objectIn(said["delta"]);
    const { finish_reason: finish } = said;
    const candidate = candidateOf(index);
    const events = [...candidate.delta(delta), ...(typeof finish === "string" ? candidate.finish(finish) : [])];
    const beside = telling({ ...restOf(said, choiceFields), delta: deltaRest(delta) });
    return isEmpty(beside) ? events : carrying(events, { choices: [{ index, ...beside }] });
  };
  return {
    read: ({ data }) => {
      if (data === "[DONE]") return [...[...candidates.values()].flatMap(({ close }) => close()), end];
      const chunk = parsedJson(data);
      if (!isObject(chunk)) return [];
      const began = identity.read(chunk);
      const events = [...began, ...listIn(chunk["choices"]).flatMap(choice), ...usageIn(chunk), ...failureIn(chunk)];
      const beside = identity.restOf(chunk);
      return isEmpty(beside) ? events : carrying(events, beside);
    },
  };
};

const bare = { extras: {}, origin: here };
const end: ChatEvent = { ...bare, type: "end" };

/** Who answers, and what the chunks of the stream have in common. */
const identityReader = () => {
  let known: { readonly id: string | null; readonly model: string | null } | null = null;
  let common: JsonObject = {};
  const read = (chunk: JsonObject): readonly ChatEvent[] => {
    const id = known?.id ?? (textOrNull(chunk["id"]) || null);
    const model = textOrNull(chunk["model"]) || (known?.model ?? null);
    const saysNothing = id === null && model === null && listIn(chunk["choices"]).length === 0;
    if (known === null ? saysNothing : known.id === id && known.model === model) return [];
    known = { id, model };
    return [{ ...bare, type: "start", id, model }];
  };
  // Some stamp every chunk anew; a time is told once.
  const isRepeated = (name: string): boolean => name === "created" && Object.hasOwn(common, name);
  const besides = (chunk: JsonObject): JsonObject => {
    const rest = telling(chunk["object"] === "error" ? {} : restOf(chunk, chunkFields));
    const said = keeping(rest, (value, name) => common[name] !== value && !isRepeated(name));
    if (known !== null && isEmpty(common)) common = keeping(said, (_, name) => constants.includes(name));
    return said;
  };
  return { read, restOf: besides };
};

/** The parts of a content list that the candidate's reader has taken leave nothing behind. */
const deltaRest = (delta: JsonObject): JsonObject => {
  const unread = Array.isArray(delta["content"]) ? delta["content"].filter((part) => !isRead(part)) : [];
  const role = delta["role"] === "assistant" ? null : delta["role"];
  return telling({ ...restOf(delta, deltaFields), role: role || null, content: unread.length > 0 ? unread : null });
};

const isRead = (part: unknown): boolean => isObject(part) && (part["type"] === "text" || part["type"] === "thinking");

const usageIn = (chunk: JsonObject): readonly ChatEvent[] => {
  const [first] = listIn(chunk["choices"]);
  const said = [chunk["usage"], objectIn(first)["usage"], objectIn(chunk["x_groq"])["usage"]].find(isObject);
  if (said === undefined) return [];
  const { usage, anomalies } = readUsage(said);
  const rest = present(restOf(said, writeUsage(usage)));
  return [{ type: "usage", usage, anomalies, extras: isEmpty(rest) ? {} : { usage: rest }, origin: here }];
};

const failureIn = (chunk: JsonObject): readonly ChatEvent[] => {
  const error = readFailure(chunk);
  if (error === null) return [];
  const isFlat = chunk["object"] === "error";
  const rest = present(restOf(isFlat ? chunk : objectIn(chunk["error"]), { message: true, type: true }));
  return [{ type: "error", error, extras: isFlat ? rest : { error: rest }, origin: here }];
};

/** The events of a chunk, the first that is written as one with what the chunk said besides. */
const carrying = (events: readonly ChatEvent[], extras: JsonObject): readonly ChatEvent[] => {
  const at = events.findIndex(isWritten);
  if (at === -1) return [...events, { type: "unknown", json: extras, extras: {}, origin: here }];
  return events.map((event, position) =>
    position === at ? { ...event, extras: { ...event.extras, ...extras } } : event,
  );
};

const isWritten = (event: ChatEvent): boolean =>
  event.type === "block-start" ? event.content.type === "tool-call" : !unwritten.has(event.type);

const unwritten: ReadonlySet<ChatEvent["type"]> = new Set(["block-end", "citation"]);

/** The fields that tell something: null, an empty list and an empty object do not. */
const telling = (object: JsonObject): JsonObject => keeping(object, says);

const says = (value: unknown): boolean =>
  value !== null && value !== undefined && !(typeof value === "object" && isEmpty(value));
