import type { ChatEvent, Tell } from "../../core/answer.ts";
import type { Origin } from "../../core/chat.ts";
import type { EventReader, EventWriter, Measure, StreamReader } from "../../core/dialect.ts";
import { isOwn } from "../../core/extras.ts";
import { completed } from "../../core/reported.ts";
import { byMeaning, isEventStream, streamReader } from "../../core/stream-reader.ts";
import type { Usage } from "../../core/usage.ts";
import { isObject, type JsonObject, objectIn, parsedJson, textOrNull } from "../../lib/json.ts";
import { present } from "../../lib/json-rest.ts";
import { candidateReader } from "../openai-chat/candidate.ts";
import { candidateWriter } from "../openai-chat/candidate-writer.ts";
import { errorIn } from "../openai-chat/failure.ts";
import { writeStop } from "../openai-chat/stops.ts";
import { errorObject, readFailure } from "./errors.ts";
import { readUsage, untold, writeCost, writeUsage } from "./money.ts";

const dialect = "unified";
const here: Origin = { dialect, path: [] };
const bare = { extras: {}, origin: here };

/** Follows a stream of `/v1/chat` to its end. */
export const readStream = (contentType: string, measure: Measure = () => 0): StreamReader | null =>
  isEventStream(contentType)
    ? streamReader("done", byMeaning, { hasStart: false, hasEnd: true }, { events: eventReader(), measure })
    : null;

/** Reads `chunk` events, which are the deltas of chat completions, and the `done` or `error` that ends them. */
export const eventReader = (): EventReader => {
  const candidate = candidateReader(0, here);
  return {
    read: ({ name, data }): readonly ChatEvent[] => {
      const json = objectIn(parsedJson(data));
      if (name === "chunk") return candidate.delta(json);
      if (name === "error") return [{ ...bare, type: "error", error: readFailure(json) ?? errorIn({}, "") }];
      if (name !== "done") return [];
      const { finish_reason: finish, usage } = json;
      const { id, model } = json;
      const start: ChatEvent = { ...bare, type: "start", id: textOrNull(id), model: textOrNull(model) };
      return [
        ...(id === undefined && model === undefined ? [] : [start]),
        ...(typeof finish === "string" ? candidate.finish(finish) : candidate.close()),
        ...(isObject(usage) ? [{ ...bare, type: "usage", ...readUsage(usage) } as const] : []),
        { ...bare, type: "end" },
      ];
    },
  };
};

/** Writes the same. What the end tells of cost and time is asked for when it has come. */
export const eventWriter = (tell: Tell = untold): EventWriter => {
  const candidate = candidateWriter(dialect);
  let usage: Usage | null = null;
  let head: JsonObject = {};
  const write = (name: string, data: JsonObject): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
  return {
    write: (event) => {
      switch (event.type) {
        case "start":
          head = {
            ...head,
            ...(event.id !== null && { id: event.id }),
            ...(event.model !== null && { model: event.model }),
          };
          return "";
        case "block-start":
        case "text-delta":
        case "thinking-delta":
        case "input-delta":
        case "citation": {
          const delta = event.candidate === 0 ? candidate.write(event) : null;
          return delta === null ? "" : write("chunk", { ...delta, role: "assistant" });
        }
        case "stop":
          if (event.candidate === 0) head = { ...head, finish_reason: writeStop(event.stop, isOwn(dialect, event)) };
          return "";
        case "usage":
          usage = completed(usage, event.usage);
          return "";
        case "end": {
          const told = tell({ model: textOrNull(head["model"]), usage, serviceTier: null });
          return write("done", {
            ...{ usage: writeUsage(usage), cost: writeCost(usage, told), latency_ms: told.latencyMs },
            ...present({ provider: told.provider }),
            ...head,
          });
        }
        case "error":
          return write("error", errorObject(event.error));
        default:
          return "";
      }
    },
  };
};
