import type { ChatEvent, Tell } from "../../core/answer.ts";
import type { EventWriter } from "../../core/dialect.ts";
import { extrasFor, isOwn } from "../../core/extras.ts";
import { completed } from "../../core/reported.ts";
import type { Usage } from "../../core/usage.ts";
import { merged } from "../../lib/fields.ts";
import { type JsonObject, listIn, objectIn } from "../../lib/json.ts";
import { present } from "../../lib/json-rest.ts";
import { type CandidateWriter, candidateWriter } from "./candidate-writer.ts";
import { constants } from "./chunk-fields.ts";
import { errorObject } from "./failure.ts";
import { writeStop } from "./stops.ts";
import { wholeUsage, writeUsage } from "./usage.ts";

const dialect = "openai-chat";

/**
 * Writes a stream of chunks as OpenAI does: the role first, each piece, the reason why it ended, what it took in a chunk
 * without choices, `[DONE]`. With `usageAtStop` that stands beside the reason, as Mistral and z.ai write it: their clients
 * look for choices in every chunk.
 */
export const eventWriter = (_tell?: Tell, usageAtStop = false): EventWriter => {
  const chunk = chunkWriter();
  const usage = usageWriter(chunk);
  const candidates = new Map<number, CandidateWriter>();
  const candidateOf = (index: number): CandidateWriter => {
    const known = candidates.get(index) ?? candidateWriter(dialect);
    candidates.set(index, known);
    return known;
  };
  const choice = (event: ChatEvent, index: number, said: JsonObject, beside: JsonObject = {}): string =>
    chunk.write([{ index, finish_reason: null, ...said }], { ...extrasFor(dialect, event), ...beside });
  const stopped = (event: StopEvent, beside?: JsonObject): string => {
    const finish = writeStop(event.stop, isOwn(dialect, event));
    return choice(event, event.candidate, { delta: {}, finish_reason: finish }, beside);
  };
  const held: StopEvent[] = [];
  const allStopped = (): string =>
    held.map((event, at) => stopped(event, at === held.length - 1 ? usage.told() : {})).join("");
  return {
    write: (event) => {
      switch (event.type) {
        case "start":
          return choice(event, 0, { delta: chunk.identify(event) ? { role: "assistant", content: "" } : {} });
        case "block-start":
        case "text-delta":
        case "thinking-delta":
        case "input-delta":
        case "citation": {
          const delta = candidateOf(event.candidate).write(event);
          return delta === null ? "" : choice(event, event.candidate, { delta });
        }
        case "stop":
          if (!usageAtStop) return stopped(event);
          held.push(event);
          return "";
        case "usage":
          return usage.take(event);
        case "end":
          return `${allStopped()}${usage.rest()}data: [DONE]\n\n`;
        case "error":
          return dataOf(writeFailure(event));
        case "unknown":
          return isOwn(dialect, event) ? chunk.write([], merged(objectIn(event.json), event.extras)) : "";
        default:
          return ""; // a block's end, a seal: this format does not tell
      }
    },
  };
};

/**
 * Writes usage. Other formats tell it as they go; here it comes once, at the end, because its chunk has no choices, and
 * many a client looks at the first choice of every chunk before that.
 */
const usageWriter = (chunk: ChunkWriter) => {
  let kept: Usage | null = null;
  return {
    take: (event: ChatEvent & { readonly type: "usage" }): string => {
      if (!isOwn(dialect, event)) {
        kept = completed(kept, event.usage);
        return "";
      }
      const { usage: rest, ...extras } = event.extras;
      return chunk.write([], { ...extras, usage: merged(objectIn(rest), writeUsage(event.usage)) });
    },
    /** For a chunk that says something else, too. */
    told: (): JsonObject => {
      const said = kept === null ? {} : { usage: wholeUsage(kept) };
      kept = null;
      return said;
    },
    rest: (): string => (kept === null ? "" : chunk.write([], { usage: wholeUsage(kept) })),
  };
};

type StopEvent = ChatEvent & { readonly type: "stop" };

const dataOf = (json: JsonObject): string => `data: ${JSON.stringify(json)}\n\n`;

/** Writes chunks with what they all have in common. */
type ChunkWriter = {
  /** Takes over who answers; whether it was told for the first time. */
  readonly identify: (event: ChatEvent & { readonly type: "start" }) => boolean;
  /** A chunk of these choices; extras that belong to a choice are put back into it. */
  readonly write: (choices: readonly JsonObject[], extras: JsonObject) => string;
};

const chunkWriter = (): ChunkWriter => {
  let identity: JsonObject = { id: "", object: "chat.completion.chunk", created: 0, model: "" };
  let hasBegun = false;
  return {
    identify: (event) => {
      const common = Object.entries(extrasFor(dialect, event)).filter(([name]) => constants.includes(name));
      const { id, model, createdAt: created } = event;
      identity = { ...identity, ...present({ id, model, created }), ...(hasBegun ? {} : Object.fromEntries(common)) };
      const isFirst = !hasBegun;
      hasBegun = true;
      return isFirst;
    },
    write: (choices, extras) => {
      const { choices: inside, ...beside } = extras;
      const [said] = listIn(inside);
      const full = choices.length === 0 ? listIn(inside) : choices.map((one) => merged(objectIn(said), one));
      return dataOf({ ...identity, ...beside, choices: full });
    },
  };
};

const writeFailure = (event: ChatEvent & { readonly type: "error" }): JsonObject => {
  const extras = extrasFor(dialect, event);
  const { type, message } = event.error;
  if (!isOwn(dialect, event)) return { error: errorObject(event.error) };
  if (extras["object"] === "error") return merged(extras, present({ message, type }));
  return merged({ error: { param: null, code: null } }, merged(extras, { error: { message, type } }));
};
