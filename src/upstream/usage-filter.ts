import type { ProxyError } from "../core/errors.ts";
import { containerAt } from "../lib/json-bytes.ts";
import { spliced, valueAt } from "../lib/json-splice.ts";
import { framesOf } from "./frames.ts";

/** Takes out of an answer what only we have asked for. Gives whole events, so that one can be held back. */
export type AnswerFilter = {
  /** What of these bytes, and of those held back before, goes on now. */
  readonly take: (bytes: Uint8Array) => Uint8Array;
  /** What is still held back where the answer has ended. */
  readonly rest: () => Uint8Array;
  /** The last word of an answer that breaks off, where the stream has words of its own for it. */
  readonly broken?: (reason: ProxyError) => Uint8Array;
  /** Whether no more of it can be read; absent = it need not be read. */
  readonly isLost?: () => boolean;
  /** Whether what went on was an error in the place of an answer; absent = who reads along knows. */
  readonly hasFailed?: () => boolean;
  /** What keeps a quiet connection alive; absent = not a byte is added. */
  readonly keepAlive?: () => Uint8Array;
};

/**
 * A chat completion stream as it would be without `include_usage`: OpenAI then leaves out the last chunk, the only one
 * without choices that has a usage, and the `"usage":null` of all the others. Everything else stays, to the byte.
 */
export const usageFilter = (): AnswerFilter => {
  const frames = framesOf();
  return {
    take: (bytes) => {
      const passed = frames.take(bytes).map(withoutUsage);
      return passed.length === 1 && passed[0] !== undefined ? passed[0] : Buffer.concat(passed);
    },
    rest: frames.rest,
  };
};

const nothing = new Uint8Array();

const withoutUsage = (frame: Uint8Array): Uint8Array => {
  const at = dataIn(frame);
  const json = at === null ? null : frame.subarray(at.start, at.end);
  const usage = json === null ? null : valueAt(json, ["usage"]);
  if (at === null || json === null || usage === null) return frame;
  if (isObject(usage)) return hasNoChoices(json) ? nothing : frame;
  const rest = isNull(usage) ? spliced(json, [{ do: "remove", path: ["usage"] }]) : null;
  return rest === null ? frame : Buffer.concat([frame.subarray(0, at.start), rest, frame.subarray(at.end)]);
};

const openBrace = 0x7b;
const isObject = (value: Uint8Array): boolean => value[0] === openBrace;
const isNull = (value: Uint8Array): boolean => Buffer.from(value).equals(Buffer.from("null"));

const hasNoChoices = (json: Uint8Array): boolean => {
  const choices = valueAt(json, ["choices"]);
  return choices !== null && containerAt(choices, 0)?.members.length === 0;
};

/** Where the data of an event stands that has one line of it; null for all others. */
const dataIn = (frame: Uint8Array): { readonly start: number; readonly end: number } | null => {
  const bytes = Buffer.from(frame.buffer, frame.byteOffset, frame.length);
  if (!bytes.includes('"usage"')) return null; // most of them, at next to no cost
  const line = /^data: ?(.*)$/m.exec(bytes.toString("latin1"));
  const isOnly = line !== null && bytes.indexOf("data:", line.index + line[0].length) < 0;
  if (line === null || !isOnly) return null;
  const end = line.index + line[0].length;
  return { start: end - (line[1] ?? "").length, end };
};
