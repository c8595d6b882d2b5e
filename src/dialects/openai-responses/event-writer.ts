import type { ChatEvent, Stop, VendorError } from "../../core/answer.ts";
import type { Block } from "../../core/chat.ts";
import type { EventWriter } from "../../core/dialect.ts";
import { explained } from "../../core/explained.ts";
import { extrasFor, isOwn } from "../../core/extras.ts";
import { completed } from "../../core/reported.ts";
import { noUsage, type Usage } from "../../core/usage.ts";
import { merged } from "../../lib/fields.ts";
import { type JsonObject, objectIn, textOrNull } from "../../lib/json.ts";
import { isEmpty, present } from "../../lib/json-rest.ts";
import { errorObject } from "../openai-chat/failure.ts";
import { usual } from "./answer.ts";
import { type Emit, type ItemWriter, itemWriter, type Piece } from "./item-writer.ts";
import { writeStop } from "./stops.ts";
import { wholeUsage, writeUsage } from "./usage.ts";

const dialect = "openai-responses";

/**
 * Writes a stream of responses with all its family: the response created and in progress, each item added and done, each
 * part of it, each piece, and the whole response at the end; numbered one after the other.
 */
export const eventWriter = (): EventWriter => {
  let sequence = 0;
  const emit: Emit = (type, fields) =>
    `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: sequence++, ...fields })}\n\n`;
  const response = responseWriter(emit);
  const output = outputWriter(emit, response.id);
  return {
    breakOff: (error) => emit("error", { code: error.code, message: explained(error), param: null }),
    write: (event) => {
      if ("candidate" in event && event.candidate !== 0) return ""; // a response is one
      switch (event.type) {
        case "start":
          return response.begin(event);
        case "block-start":
          return output.begin(event);
        case "text-delta":
        case "thinking-delta":
        case "input-delta":
        case "signature":
        case "citation":
          return output.piece(event);
        case "block-end":
          return output.end(event);
        case "stop":
        case "usage":
          response.take(event);
          return event.type === "stop" ? output.close() : "";
        case "end":
          return output.close() + response.end(event, output.items());
        case "error":
          return (
            output.close() + (isForeign(event) ? response.fail(event.error, output.items()) : emitError(emit, event))
          );
        case "unknown":
          return isOwn(dialect, event) ? emitted(emit, objectIn(event.json)) : "";
        default:
          return event satisfies never;
      }
    },
  };
};

const isForeign = (event: ChatEvent): boolean => !isOwn(dialect, event);

const emitError = (emit: Emit, { error: { type: code, message } }: ChatEvent & { readonly type: "error" }): string =>
  emit("error", { code, message, param: null });

const emitted = (emit: Emit, { type, ...fields }: JsonObject): string =>
  typeof type === "string" ? emit(type, fields) : "";

type Opened = { readonly writer: ItemWriter; readonly index: number; state: "open" | "ended" | "done" };

/** The output: its items, of which several may be open at once. */
const outputWriter = (emit: Emit, response: () => string | null) => {
  const items: JsonObject[] = [];
  const opened: Opened[] = [];
  const ofBlock = new Map<number, Opened>();
  const finish = (one: Opened): string => {
    if (one.state === "done") return "";
    const { text, item } = one.writer.done();
    items[one.index] = item;
    one.state = "done";
    return text;
  };
  const end = (one: Opened, extras: JsonObject): string => {
    if (one.state !== "open") return "";
    const text = one.writer.end(extras);
    one.state = "ended";
    return one.writer.mayGoOn() ? text : text + finish(one);
  };
  const openedBy = (content: Block): Opened | null => {
    const writer = itemWriter(content, { index: opened.length, response: response() }, emit);
    if (writer === null) return null;
    opened.push({ writer, index: opened.length, state: "open" });
    return opened.at(-1) ?? null;
  };
  return {
    items: (): readonly JsonObject[] => items,
    close: (): string => opened.map((one) => end(one, {}) + finish(one)).join(""),
    begin: ({ block, content }: ChatEvent & { readonly type: "block-start" }): string => {
      const latest = opened.at(-1);
      const goesOn = latest?.state === "ended" && latest.writer.takes(content);
      const closed = latest?.state === "ended" && !goesOn ? finish(latest) : "";
      const one = goesOn ? latest : openedBy(content);
      if (one === null) return closed;
      one.state = "open";
      ofBlock.set(block, one);
      return closed + one.writer.begin(content);
    },
    piece: (event: Piece): string => ofBlock.get(event.block)?.writer.piece(event) ?? "",
    end: (event: ChatEvent & { readonly type: "block-end" }): string => {
      const one = ofBlock.get(event.block);
      return one === undefined ? "" : end(one, extrasFor(dialect, event));
    },
  };
};

/** The response itself: as it begins, and whole in the end. */
const responseWriter = (emit: Emit) => {
  let head: JsonObject = { id: "", object: "response", model: "" };
  let beside: JsonObject = usual;
  let stop: Stop | null = null;
  let isOurs = true;
  let hasBegun = false;
  let usage: { readonly counts: Usage; readonly rest: JsonObject } | null = null;
  return {
    id: () => textOrNull(head["id"]),
    begin: (event: ChatEvent & { readonly type: "start" }): string => {
      const extras = extrasFor(dialect, event);
      const { id, model, createdAt } = event;
      beside = isEmpty(extras) ? { ...usual, ...present({ created_at: createdAt }) } : extras;
      head = { ...head, id: id ?? "", model: model ?? "" };
      hasBegun = true;
      const response = { ...beside, ...head, ...writeStop(null, true), output: [], usage: null };
      return emit("response.created", { response }) + emit("response.in_progress", { response });
    },
    take: (event: ChatEvent & { readonly type: "stop" | "usage" }): void => {
      isOurs = isOwn(dialect, event);
      if (event.type === "stop") stop = event.stop;
      else
        usage = {
          counts: completed(usage?.counts ?? null, event.usage),
          rest: objectIn(extrasFor(dialect, event)["usage"]),
        };
    },
    end: (event: ChatEvent, output: readonly JsonObject[]): string => {
      const ended = writeStop(stop ?? { reason: "end", said: "completed", sequence: null }, isOurs);
      const counts = usage?.counts ?? noUsage;
      const said = isForeign(event) ? wholeUsage(counts) : usage && writeUsage(counts);
      const taken = said && merged(usage?.rest ?? {}, said);
      const response = { ...beside, ...extrasFor(dialect, event), ...head, ...ended, output, usage: taken };
      return emit(`response.${String(ended["status"])}`, { response });
    },
    /** A response that was begun says itself that it failed, as Codex looks for it there alone. */
    fail: (error: VendorError, output: readonly JsonObject[]): string => {
      const { message, type, code, param } = errorObject(error);
      if (!hasBegun) return emit("error", { code: code ?? type, message, param });
      const failed = { status: "failed", error: { code: code ?? type, message }, incomplete_details: null };
      return emit("response.failed", { response: { ...beside, ...head, ...failed, output, usage: null } });
    },
  };
};
