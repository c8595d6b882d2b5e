import type { Answer, ChatEvent, VendorError } from "../../src/core/answer.ts";
import type { Dialect } from "../../src/core/dialect.ts";
import { isEventStream, streamReader } from "../../src/core/stream-reader.ts";
import { countReader, noUsage, type Usage, type UsageReading } from "../../src/core/usage.ts";
import { anthropic } from "../../src/dialects/anthropic/index.ts";
import { isObject, objectIn, parsedJson, textOrNull } from "../../src/lib/json.ts";

const plain = { extras: {}, origin: null };
const said = (message: string): VendorError => ({ type: null, message, kind: "internal" });

const readUsage = (usage: unknown): UsageReading => {
  const { count, anomalies } = countReader();
  const { input, cached, output, thought } = objectIn(usage);
  const read: Usage = {
    ...noUsage,
    inputTokens: count(input),
    cacheReadTokens: count(cached),
    outputTokens: count(output),
    reasoningTokens: count(thought),
  };
  return { usage: read, anomalies: anomalies() };
};

/** One event of it: `{text, usage, stop, error}`, each where there is one; `{end: true}` ends a stream. */
export const smallEvent = (json: object): string => `data: ${JSON.stringify(json)}\n\n`;

const eventsOf = (json: unknown): readonly ChatEvent[] => {
  const { model, text, usage, stop, error } = objectIn(json);
  const events: ChatEvent[] = [];
  if (typeof model === "string") events.push({ type: "start", id: "a_1", model, ...plain });
  if (typeof text === "string") events.push({ type: "text-delta", text, candidate: 0, block: 0, ...plain });
  if (usage !== undefined) events.push({ type: "usage", ...readUsage(usage), ...plain });
  if (typeof stop === "string")
    events.push({ type: "stop", candidate: 0, stop: { reason: "end", said: stop, sequence: null }, ...plain });
  if (typeof error === "string") events.push({ type: "error", error: said(error), ...plain });
  return events;
};

/** A wire format that is quickly written down: whole answers have the fields of its events. */
export const small: Dialect = {
  ...anthropic,
  readStream: (contentType, measure = () => 0) =>
    isEventStream(contentType)
      ? streamReader(
          "an end",
          ({ data }) => (data.includes('"end"') ? "ended" : data.includes('"error"') ? "failed" : null),
          { hasStart: false, hasEnd: true },
          { events: { read: ({ data }) => eventsOf(parsedJson(data)) }, measure },
        )
      : null,
  eventReader: () => ({ read: ({ data }) => eventsOf(parsedJson(data)) }),
  readUsage,
  readFailure: ({ error }) => (typeof error === "string" ? said(error) : null),
  readAnswer: ({ model, text, usage, stop }): Answer => ({
    id: "a_1",
    model: textOrNull(model),
    usage: isObject(usage) ? readUsage(usage).usage : null,
    candidates: [
      {
        index: 0,
        blocks: typeof text === "string" ? [{ type: "text", text, ...plain }] : [],
        stop: typeof stop === "string" ? { reason: "end", said: stop, sequence: null } : null,
        ...plain,
      },
    ],
    ...plain,
  }),
};
