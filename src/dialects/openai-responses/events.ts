import type { ChatEvent, VendorError } from "../../core/answer.ts";
import type { EventReader, Measure, StreamReader } from "../../core/dialect.ts";
import type { ProxyError } from "../../core/errors.ts";
import { explained } from "../../core/explained.ts";
import { byMeaning, isEventStream, streamReader } from "../../core/stream-reader.ts";
import { noUsage } from "../../core/usage.ts";
import { isObject, type JsonObject, listIn, objectIn, parsedJson, textOrNull } from "../../lib/json.ts";
import { isEmpty, restOf } from "../../lib/json-rest.ts";
import { errorIn } from "../openai-chat/failure.ts";
import { bare, blockNumbers, here } from "./block-numbers.ts";
import { readFailure } from "./failure.ts";
import { type ItemReader, itemReader } from "./item-reader.ts";
import { readStop } from "./stops.ts";
import { isBilledSearch, readUsage, searchesOf, writeUsage } from "./usage.ts";
import { wholeItem } from "./whole-item.ts";

/** Follows a Responses stream to its end. */
export const readStream = (contentType: string, measure: Measure = () => 0): StreamReader | null =>
  isEventStream(contentType)
    ? streamReader(
        "response.completed",
        byMeaning,
        { hasStart: true, hasEnd: true },
        { events: eventReader(), measure },
      )
    : null;

/** Reads a stream of responses. What is told again when it is done (texts, arguments) is left out. */
export const eventReader = (): EventReader => {
  const response = responseReader();
  const output = outputReader();
  return {
    read: ({ name, data }) => {
      const json = objectIn(parsedJson(data));
      const type = textOrNull(json["type"]) ?? name;
      const told = objectIn(json["response"]);
      switch (type) {
        case "response.created":
          return response.begin(told);
        case "response.completed":
        case "response.incomplete":
          return [...output.end(told), ...response.end(told, output)];
        case "response.failed":
          return [...output.close(), ...response.usage(told, output.searches()), response.fail(told, json)];
        case "error":
          return [response.fail({}, json)];
        default:
          if (repeating.has(type) || isEmpty(json)) return [];
          return (
            output.read(type, json) ?? [{ ...bare, type: "unknown", json: restOf(json, { sequence_number: true }) }]
          );
      }
    },
  };
};

/** Events that tell again what has been told in pieces, or what every response begins with. */
const repeating: ReadonlySet<string> = new Set([
  ...["response.queued", "response.in_progress", "response.output_text.done", "response.refusal.done"],
  ...["response.reasoning_summary_text.done", "response.reasoning_summary_part.done", "response.reasoning_text.done"],
  ...["response.function_call_arguments.done", "response.custom_tool_call_input.done"],
]);

/** The output: which item an event is about, and what has been searched for. */
const outputReader = () => {
  const blocks = blockNumbers();
  const items = new Map<unknown, ItemReader>();
  let searches = 0;
  const done = (index: unknown, item: JsonObject): readonly ChatEvent[] => {
    const events = items.get(index)?.done(item) ?? wholeItem(item, blocks);
    if (!isBilledSearch(item)) return events;
    searches++;
    const usage = { ...noUsage, webSearches: searches };
    return [...events, { ...bare, type: "usage", usage, anomalies: 0 }];
  };
  const close = (): readonly ChatEvent[] => [...items.values()].flatMap((item) => item.close());
  return {
    close,
    types: blocks.types,
    searches: () => searches,
    read: (type: string, event: JsonObject): readonly ChatEvent[] | null => {
      const { output_index: index, item } = event;
      if (type === "response.output_item.done") return isObject(item) ? done(index, item) : [];
      if (type !== "response.output_item.added") return items.get(index)?.read(type, event) ?? null;
      if (!isObject(item)) return [];
      const reader = itemReader(item, blocks);
      items.set(index, reader);
      return reader.added();
    },
    /** The end of the response: what no event told of is in there whole. */
    end: (response: JsonObject): readonly ChatEvent[] => {
      if (items.size > 0) return close();
      return listIn(response["output"])
        .filter(isObject)
        .flatMap((item, index) => done(index, item));
    },
  };
};

const responseFields = {
  ...{ id: true, object: true, model: true, output: true, usage: true, status: true },
  incomplete_details: true,
};

/** Stands for a value that is only to be known again: a response repeats its request's tools and instructions. */
const markOf = (value: unknown): unknown => {
  const isShort = typeof value === "string" ? value.length < 64 : !(value instanceof Object);
  return isShort ? value : Bun.hash(JSON.stringify(value));
};

const changedSince = (marks: ReadonlyMap<string, unknown>, after: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(after).filter(([name, value]) => marks.get(name) !== markOf(value)));

/** What is told of the response itself: with its first event, and with its last one what has changed. */
const responseReader = () => {
  let common: ReadonlyMap<string, unknown> = new Map();
  const usageIn = (response: JsonObject, searches: number): readonly ChatEvent[] => {
    const { usage: said } = response;
    if (!isObject(said)) return [];
    const { usage, anomalies } = readUsage(said);
    const rest = restOf(said, writeUsage(usage));
    const whole = { ...usage, webSearches: searchesOf(response, usage, searches) };
    return [{ type: "usage", usage: whole, anomalies, extras: isEmpty(rest) ? {} : { usage: rest }, origin: here }];
  };
  return {
    usage: usageIn,
    begin: (response: JsonObject): readonly ChatEvent[] => {
      const rest = restOf(response, responseFields);
      common = new Map(Object.entries(rest).map(([name, value]) => [name, markOf(value)]));
      const { id, model } = response;
      return [{ type: "start", id: textOrNull(id), model: textOrNull(model), extras: rest, origin: here }];
    },
    end: (response: JsonObject, output: ReturnType<typeof outputReader>): readonly ChatEvent[] => {
      const blocks = output.types().map((type) => ({ type }));
      const stop = readStop(response, blocks);
      return [
        ...(stop === null ? [] : [{ ...bare, type: "stop", candidate: 0, stop } as const]),
        ...usageIn(response, output.searches()),
        { type: "end", extras: changedSince(common, restOf(response, responseFields)), origin: here },
      ];
    },
    fail: (response: JsonObject, event: JsonObject): ChatEvent => {
      const error = readFailure({ ...response, object: "response" }) ?? failureOf(event);
      return { ...bare, type: "error", error };
    },
  };
};

/** An `error` event says it in itself or in an object. */
const failureOf = (event: JsonObject): VendorError => {
  const error = isObject(event["error"]) ? event["error"] : event;
  const type = textOrNull(error["code"]) ?? (error === event ? null : textOrNull(error["type"]));
  return errorIn(error, textOrNull(error["message"]) ?? "", type);
};

/** One `error` event. Its sequence number is 0: ours is not part of the vendor's numbering. */
export const writeStreamError = (error: ProxyError): string =>
  `event: error\ndata: ${JSON.stringify({
    type: "error",
    code: error.code,
    message: explained(error),
    param: null,
    sequence_number: 0,
  })}\n\n`;
