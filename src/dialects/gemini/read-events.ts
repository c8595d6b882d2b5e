import type { ChatEvent } from "../../core/answer.ts";
import type { EventReader } from "../../core/dialect.ts";
import { type Fields, fieldsOf } from "../../lib/fields.ts";
import { isObject, type JsonObject, numberOrNull, objectIn, parsedJson, textOrNull } from "../../lib/json.ts";
import { listEnd } from "../../lib/json-list.ts";
import { errorIn } from "./errors.ts";
import { readGrounding } from "./grounding.ts";
import { type OpenBlocks, openBlocks } from "./open-blocks.ts";
import { originAt } from "./parts.ts";
import { blocked, readStop } from "./stop.ts";
import { readUsage, searchesIn, usageLeft } from "./usage.ts";

const origin = originAt([]);
const nothing: JsonObject = {};
const unknown = (json: unknown): ChatEvent => ({ type: "unknown", json, extras: nothing, origin });

/** Reads a stream of Gemini's, whose events are answers in pieces. It has no last event: `end` tells what is left. */
export const eventReader = (): EventReader => {
  const { chunk, close, hasStopped } = chunkReader();
  let isOver = false;
  const end = (isWhole: boolean): readonly ChatEvent[] => {
    if (isOver) return [];
    isOver = true;
    return isWhole ? [...close(), { type: "end", extras: nothing, origin }] : close();
  };
  return {
    read: ({ name, data }) => {
      if (name === listEnd) return end(true); // a list's last bracket, whatever was in it
      const json = parsedJson(data);
      if (!isObject(json)) return [unknown(json ?? data)];
      return "error" in json ? [errorEvent(json)] : chunk(json);
    },
    end: () => end(hasStopped()),
  };
};

/** Follows the chunks of one stream. */
const chunkReader = () => {
  const candidates = new Map<number, OpenBlocks>();
  /** What every chunk says anew, as the first one said it; null = none has come. */
  let first: JsonObject | null = null;
  let hasStopped = false;
  let webSearches: number | null = null;
  const blocksOf = (index: number): OpenBlocks => {
    const known = candidates.get(index) ?? openBlocks(index);
    candidates.set(index, known);
    return known;
  };
  const begin = (fields: Fields): ChatEvent[] => {
    const [id, model] = [fields.text("responseId"), fields.text("modelVersion")];
    const left = fields.left();
    if (first !== null) return newIn(left, first);
    first = left;
    return [{ type: "start", id, model, extras: left, origin }];
  };
  const anyChunk = (json: JsonObject): ChatEvent[] => {
    const fields = fieldsOf(json);
    const listed = fields.taken(
      (value) => (Array.isArray(value) && value.every(isObject) ? value : null),
      "candidates",
    );
    const refused = fields.taken(refusalIn, "promptFeedback");
    const told = fields.object("usageMetadata");
    webSearches = searchesIn(listed ?? [], textOrNull(json["modelVersion"])) ?? webSearches;
    const start = begin(fields);
    const said = (listed ?? []).flatMap((candidate, at) => readCandidate(candidate, at, blocksOf));
    hasStopped ||= refused !== null || said.some(isStop);
    return [
      ...start,
      ...said,
      ...(refused === null ? [] : [refused]),
      ...(told === null ? [] : [usageEvent(told, webSearches)]),
    ];
  };
  /** The same for what nearly all chunks are, in a fraction of the time. */
  const usualChunk = ({ candidates: [candidate], usageMetadata: told }: UsualChunk): ChatEvent[] => {
    const said = readCandidate(candidate, 0, blocksOf);
    hasStopped ||= said.some(isStop);
    return isObject(told) ? [...said, usageEvent(told, webSearches)] : said;
  };
  return {
    chunk: (json: JsonObject): ChatEvent[] =>
      first !== null && isUsualChunk(json) ? usualChunk(json) : anyChunk(json),
    close: (): ChatEvent[] => [...candidates.values()].flatMap((blocks) => [...blocks.close()]),
    hasStopped: (): boolean => hasStopped,
  };
};

const isStop = ({ type }: ChatEvent): boolean => type === "stop";

/** A chunk with one candidate and nothing besides that is new. */
type UsualChunk = { readonly candidates: readonly [JsonObject]; readonly usageMetadata?: unknown };

const isUsualChunk = (json: JsonObject): json is JsonObject & UsualChunk => {
  const { candidates, usageMetadata } = json;
  const isOne = Array.isArray(candidates) && candidates.length === 1 && isObject(candidates[0]);
  return isOne && (usageMetadata === undefined || isObject(usageMetadata)) && hasOnly(json, usualInChunk);
};

const usualInChunk: ReadonlySet<string> = new Set(["candidates", "usageMetadata", "modelVersion", "responseId"]);
const usualInCandidate: ReadonlySet<string> = new Set(["content", "index"]);
const usualInContent: ReadonlySet<string> = new Set(["parts", "role"]);

const hasOnly = (json: JsonObject, names: ReadonlySet<string>): boolean => {
  for (const name in json) if (!names.has(name)) return false;
  return true;
};

/** The parts of a candidate that has nothing besides; null where it has. */
const usualParts = (json: JsonObject): readonly unknown[] | null => {
  const { content, index } = json;
  if (!isObject(content) || !(index === undefined || typeof index === "number")) return null;
  const { parts } = content;
  return Array.isArray(parts) && hasOnly(json, usualInCandidate) && hasOnly(content, usualInContent) ? parts : null;
};

/** What a later chunk says besides that the first one had not said. */
const newIn = (left: JsonObject, first: JsonObject): ChatEvent[] => {
  const names = Object.keys(left).filter((name) => JSON.stringify(left[name]) !== JSON.stringify(first[name]));
  return names.length === 0 ? [] : [unknown(Object.fromEntries(names.map((name) => [name, left[name]])))];
};

const readCandidate = (json: JsonObject, at: number, blocksOf: (index: number) => OpenBlocks): ChatEvent[] => {
  const usual = usualParts(json);
  if (usual !== null) {
    const blocks = blocksOf(numberOrNull(json["index"]) ?? at);
    return usual.flatMap((part) => blocks.take(part));
  }
  const fields = fieldsOf(json);
  const index = fields.number("index") ?? at;
  const content = fields.within("content");
  const parts = content.list("parts") ?? [];
  content.text("role");
  const blocks = blocksOf(index);
  const said = [
    ...parts.flatMap((part) => blocks.take(part)),
    ...blocks.cite(readGrounding(json["groundingMetadata"])),
  ];
  const stop = fields.taken((word) => readStop(word, blocks.hasCall()), "finishReason");
  const { content: empty, ...beside } = fields.left();
  const extras = isObject(empty) && Object.keys(empty).length > 0 ? { ...beside, content: empty } : beside;
  if (stop !== null) return [...said, ...blocks.close(), { type: "stop", candidate: index, stop, extras, origin }];
  return Object.keys(extras).length === 0 ? said : [...said, unknown({ candidates: [{ ...extras, index }] })];
};

const refusalIn = (value: unknown): ChatEvent | null => {
  if (!isObject(value)) return null;
  const fields = fieldsOf(value);
  const said = fields.text("blockReason");
  const extras = { promptFeedback: fields.left() };
  return said === null ? null : { type: "stop", candidate: 0, stop: blocked(said), extras, origin };
};

/** A usage without a count says nothing of what was taken. */
const usageEvent = (told: JsonObject, webSearches: number | null): ChatEvent => {
  const { usage: counts, anomalies } = readUsage(told);
  const usage = { ...counts, webSearches };
  if (anomalies === 0 && Object.values(usage).every((count) => count === null)) return unknown({ usageMetadata: told });
  const left = usageLeft(told);
  const extras = Object.keys(left).length === 0 ? nothing : { usageMetadata: left };
  return { type: "usage", usage, anomalies, extras, origin };
};

const errorEvent = (json: JsonObject): ChatEvent => {
  const fields = fieldsOf(json);
  const error = fields.within("error");
  const message = error.text("message") ?? fields.text("error") ?? "";
  const said = errorIn(error.text("status"), message, objectIn(json["error"])["details"]);
  return { type: "error", error: said, extras: fields.left(), origin };
};
