import { isObject, type JsonObject, parsedJson } from "../lib/json.ts";
import { abridged } from "../lib/json-abridged.ts";
import type { Reported } from "./answer.ts";
import type { Block, ToolCallBlock } from "./chat.ts";
import type { Dialect, Measure } from "./dialect.ts";
import { nothingReported, reportOf, serviceTierIn } from "./reported.ts";
import { noUsage } from "./usage.ts";

/**
 * What an answer tells of itself once all of it is here. Its first sign decides how it is read, not its label: an object
 * is an answer or an error, a list holds the events of a stream, all else is a stream. Null where it cannot be read.
 */
export const reportIn = (bytes: Uint8Array, dialect: Dialect, measure: Measure): Reported | null => {
  const text = decoder.decode(bytes);
  const sign = /\S/.exec(text)?.[0];
  if (sign === undefined) return null;
  if (sign !== "{" && sign !== "[") return ofStream(bytes, dialect, measure);
  const json = parsedJson(text);
  if (isObject(json)) return ofObject(json, dialect, measure);
  return Array.isArray(json) ? ofList(json, dialect, measure) : null;
};

const decoder = new TextDecoder();

/** A smaller answer is read as it is. */
const largeBytes = 32 * 1024;

/**
 * What a large answer tells of itself where its vendor has counted it: its long texts are not read then. Null where all
 * of it has to be read.
 */
export const briefReportIn = (pieces: readonly Uint8Array[], dialect: Dialect): Reported | null => {
  if (pieces.reduce((sum, { length }) => sum + length, 0) < largeBytes) return null;
  const brief = abridged(pieces);
  const json = brief === null ? null : parsedJson(decoder.decode(brief));
  const report = isObject(json) ? ofObject(json, dialect, () => 0) : null;
  const { inputTokens, outputTokens } = report?.usage ?? noUsage;
  return report === null || inputTokens === null || outputTokens === null
    ? null
    : { ...report, deliveredTokens: outputTokens };
};

const ofStream = (bytes: Uint8Array, dialect: Dialect, measure: Measure): Reported | null => {
  const reader = dialect.readStream("text/event-stream", measure);
  reader?.read(bytes);
  reader?.end();
  return reader?.state() === "unreadable" ? null : (reader?.reported() ?? null);
};

/** Gemini streams a list of chunks where nobody asks it for server-sent events. */
const ofList = (list: readonly unknown[], dialect: Dialect, measure: Measure): Reported => {
  const events = dialect.eventReader();
  const report = reportOf(measure);
  for (const item of list) {
    for (const event of events.read({ name: "message", data: JSON.stringify(item) })) report.take(event);
  }
  return report.value();
};

const ofObject = (body: JsonObject, dialect: Dialect, measure: Measure): Reported => {
  const { readAnswer, readFailure, readUsage } = dialect;
  const error = readFailure(body);
  const said = usageIn(body);
  if (error !== null && said === undefined) return { ...nothingReported, error };
  const { id, model, usage, candidates, extras } = readAnswer(body);
  const blocks = candidates.flatMap((candidate) => candidate.blocks);
  return {
    id,
    model,
    usage,
    stop: candidates[0]?.stop ?? null,
    anomalies: said === undefined ? 0 : readUsage(said).anomalies,
    deliveredTokens: blocks.reduce((sum, block) => sum + measure(textIn(block)), 0),
    error,
    serviceTier: serviceTierIn(extras),
    answers: [],
  };
};

/** Where the formats keep it; undefined where a body names none. */
const usageIn = (body: JsonObject): unknown => body["usage"] ?? body["usageMetadata"] ?? undefined;

/** What a model has written of a block. */
const textIn = (block: Block): string => {
  switch (block.type) {
    case "text":
    case "thinking":
    case "refusal":
      return block.text;
    case "tool-call":
      return block.name + argumentsIn(block);
    default:
      return "";
  }
};

const argumentsIn = ({ input }: ToolCallBlock): string =>
  "text" in input ? input.text : (JSON.stringify(input.json) ?? "");
