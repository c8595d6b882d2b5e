import type { Answer } from "../../core/answer.ts";
import type { Origin } from "../../core/chat.ts";
import { extrasFor, isOwn } from "../../core/extras.ts";
import { below } from "../../core/origin.ts";
import { noUsage } from "../../core/usage.ts";
import { merged } from "../../lib/fields.ts";
import { isObject, type JsonObject, listIn, objectIn, textOrNull } from "../../lib/json.ts";
import { isEmpty, present, restOf } from "../../lib/json-rest.ts";
import { readItem } from "./items.ts";
import { readStop, writeStop } from "./stops.ts";
import { isBilledSearch, readUsage, searchesOf, wholeUsage, writeUsage } from "./usage.ts";
import { writeItems } from "./write-items.ts";

const dialect = "openai-responses";
const origin: Origin = { dialect, path: [] };

/** A whole response; it is always one candidate. */
export const readAnswer = (body: JsonObject): Answer => {
  const id = textOrNull(body["id"]);
  const model = textOrNull(body["model"]);
  const output = listIn(body["output"]).filter(isObject);
  const blocks = output.flatMap((item, position) => readItem(item, below(origin, "output", position)));
  const stop = readStop(body, blocks);
  const searches = output.filter(isBilledSearch).length;
  const said = isObject(body["usage"]) ? readUsage(body["usage"]).usage : null;
  const known = present({
    ...{ object: true, id, model, output: Array.isArray(body["output"]) || null },
    ...(stop !== null && { status: true, incomplete_details: { reason: true } }),
    usage: said && writeUsage(said),
  });
  return {
    id,
    model,
    candidates: [{ index: 0, blocks, stop, extras: {}, origin }],
    usage: said && { ...said, webSearches: searchesOf(body, said, searches) },
    extras: restOf(body, known),
    origin,
  };
};

/** What clients of this format look for in every response. */
export const usual: JsonObject = {
  ...{ created_at: 0, error: null, instructions: null, metadata: {}, parallel_tool_calls: true },
  ...{ temperature: null, tool_choice: "auto", tools: [], top_p: null },
};

/** The body of a whole response. */
export const writeAnswer = (answer: Answer): JsonObject => {
  const { id, model, usage, candidates, createdAt } = answer;
  const [candidate] = candidates;
  const extras = extrasFor(dialect, answer);
  const stop = candidate?.stop ?? null;
  const isUnderway = stop === null && "status" in extras;
  const items = writeItems(candidate?.blocks ?? [], "assistant").map((item, position) =>
    named(objectIn(item), position, id),
  );
  const counts = isOwn(dialect, answer) ? usage && writeUsage(usage) : wholeUsage(usage ?? noUsage);
  return merged(isEmpty(extras) ? { ...usual, ...present({ created_at: createdAt }) } : extras, {
    ...{ id: id ?? "", object: "response" },
    ...(isUnderway ? {} : writeStop(stop, isOwn(dialect, answer))),
    ...{ model: model ?? "", output: items },
    ...present({ usage: counts }),
  });
};

const prefixes: ReadonlyMap<unknown, string> = new Map([
  ["message", "msg"],
  ["reasoning", "rs"],
  ["function_call", "fc"],
  ["custom_tool_call", "ctc"],
]);

/**
 * An item of the output with what every one of its kind has: an id, a status, a list of annotations. Clients send items
 * back by their ids, so those of one response are not those of another.
 */
export const named = (item: JsonObject, position: number, response: string | null): JsonObject => {
  const prefix = prefixes.get(item["type"]);
  if (prefix === undefined) return item;
  const status = item["type"] === "reasoning" ? {} : { status: "completed" };
  const seed = (response ?? "").replace(/^(?:[a-z]+[_-])+/, "");
  const full = { id: [prefix, ...(seed === "" ? [] : [seed]), position].join("_"), ...status, ...item };
  if (item["type"] !== "message") return full;
  const content = listIn(item["content"]).map((part) =>
    isObject(part) && part["type"] === "output_text" ? { annotations: [], ...part } : part,
  );
  return { ...full, content };
};
