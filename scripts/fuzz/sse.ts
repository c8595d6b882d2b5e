import fc from "fast-check";
import { type SseEvent, sseReader } from "../../src/lib/sse.ts";
import { anyText } from "./any-text.ts";
import { same, type Target } from "./target.ts";

const maxEventBytes = 4096;

/** What streams are made of, and what should not be in one. */
const piece = fc.oneof(
  fc.constantFrom(
    "data:",
    "data: ",
    "data",
    "event: a",
    "event:",
    "id: 1",
    "retry: 5",
    ": ping",
    "[DONE]",
    "{}",
    "é",
    "🚀",
  ),
  fc.constantFrom("\n", "\r", "\r\n", "\n\n", "\r\r", "\r\n\r\n", "\ufeff", "\0", "\u2028", " ", ":", "data:\n"),
  anyText({ maxLength: 12 }),
);

const stream = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.array(piece, { maxLength: 30 }).map((pieces) => new TextEncoder().encode(pieces.join(""))),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(piece, fc.integer({ min: 100, max: 6000 }))
      .map(([text, times]) => new TextEncoder().encode(text.repeat(times).slice(0, 20_000))),
  },
);

type Seen = { readonly events: readonly SseEvent[]; readonly isOff: boolean; readonly atBoundary: boolean };

const readIn = (chunks: readonly Uint8Array[]): Seen => {
  const events: SseEvent[] = [];
  const reader = sseReader((event) => events.push(event), maxEventBytes);
  for (const chunk of chunks) reader.read(chunk);
  const atBoundary = reader.atBoundary();
  reader.end();
  return { events, isOff: reader.isOff(), atBoundary };
};

const cutAt = (bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] => {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...places].map((from, index) => bytes.subarray(from, places[index] ?? bytes.length));
};

/** The events as the standard reads them, slowly and all at once; a last event without its blank line counts here. */
const plainly = (bytes: Uint8Array): SseEvent[] => {
  const events: SseEvent[] = [];
  let name = "";
  let data: string[] = [];
  for (const line of [...new TextDecoder().decode(bytes).split(/\r\n|\r|\n/), ""]) {
    if (line === "") {
      if (data.length > 0) events.push({ name: name === "" ? "message" : name, data: data.join("\n") });
      name = "";
      data = [];
      continue;
    }
    const [, field = "", value = ""] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
    if (field === "data") data.push(value);
    if (field === "event") name = value;
  }
  return events;
};

/** JSON or a page under a stream's label is not read as one. */
const isOtherThing = (bytes: Uint8Array): boolean => /^\s*[{[<]/.test(new TextDecoder().decode(bytes));

/** The reader of event streams. */
export const sse: Target = {
  name: "sse",
  claim: "reads what the standard says, in any split, never throws, and keeps no more than its limit",
  property: fc.property(stream, fc.array(fc.nat(), { maxLength: 12 }), (bytes, cuts) => {
    const whole = readIn([bytes]);
    const inPieces = readIn(cutAt(bytes, cuts));
    same(inPieces.atBoundary, whole.atBoundary, "a blank line at the end");
    if (/^\s*[{[<]/.test(new TextDecoder().decode(bytes))) {
      same([whole.isOff, inPieces.isOff], [true, true], "given up on JSON or a page");
      return same(inPieces.events, whole.events, "events of what is no stream");
    }
    if (bytes.length > maxEventBytes) return;
    same(whole.isOff, isOtherThing(bytes), "given up");
    same(inPieces.isOff, whole.isOff, "given up in pieces");
    same(whole.events, whole.isOff ? [] : plainly(bytes), "read at once");
    same(inPieces.events, whole.events, "read in pieces");
  }),
};
