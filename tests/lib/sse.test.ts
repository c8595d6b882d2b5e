import { expect, test } from "bun:test";
import fc from "fast-check";
import { type SseEvent, sseReader } from "../../src/lib/sse.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const eventsIn = (bytes: Uint8Array, cuts: readonly number[] = []): readonly SseEvent[] => {
  const events: SseEvent[] = [];
  const reader = sseReader((event) => events.push(event));
  let from = 0;
  for (const cut of [...cuts.toSorted((a, b) => a - b), bytes.length]) {
    reader.read(bytes.subarray(from, cut));
    from = cut;
  }
  reader.end();
  return events;
};

test("events have a name and their data lines, whatever the line ends", () => {
  for (const end of ["\n", "\r\n", "\r"]) {
    const text = ["event: a", "data: 1", "data:2", "", ": a comment", "data: x", "", ""].join(end);

    expect(eventsIn(bytesOf(text))).toEqual([
      { name: "a", data: "1\n2" },
      { name: "message", data: "x" },
    ]);
  }
});

test("a byte order mark and a last event without its blank line are read too", () => {
  expect(eventsIn(bytesOf("\ufeffdata: first\n\ndata: last"))).toEqual([
    { name: "message", data: "first" },
    { name: "message", data: "last" },
  ]);
});

test("it does not matter where the bytes are cut, not even inside a letter or a line end", () => {
  const bytes = bytesOf("event: é\r\ndata: 你好 🚀\r\n\r\ndata: {}\n\n: ping\n\ndata: end\r\r");

  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: bytes.length })), (cuts) => {
      expect(eventsIn(bytes, cuts)).toEqual(eventsIn(bytes));
    }),
  );
});

test("no bytes make it throw", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void eventsIn(bytes)));
});

test("streams that are read in turn have their own events, whether they stop within one or between two", () => {
  const texts = ["data: a1\n\n", "data: a2 \u{1f680}\n\n: ping\n\n"];
  const readers = [0, 1, 2].map(() => {
    const events: SseEvent[] = [];
    return { events, reader: sseReader((event) => events.push(event)) };
  });
  const bytes = bytesOf(texts.join(""));

  for (let at = 0; at < bytes.length; at++) for (const { reader } of readers) reader.read(bytes.subarray(at, at + 1));

  for (const { events } of readers) expect(events.map(({ data }) => data)).toEqual(["a1", "a2 \u{1f680}"]);
});

test("an event beyond the limit switches the reading off for good, and nothing is kept", () => {
  const events: SseEvent[] = [];
  const reader = sseReader((event) => events.push(event), 1000);

  reader.read(bytesOf(`data: ${"x".repeat(2000)}`));
  reader.read(bytesOf("\n\ndata: after\n\n"));

  expect(reader.isOff()).toBe(true);
  expect(events).toEqual([]);
});

test("it knows whether another event may follow as it is", () => {
  const reader = sseReader(() => undefined);
  const boundaryAfter = (text: string): boolean => {
    reader.read(bytesOf(text));
    return reader.atBoundary();
  };

  expect(reader.atBoundary()).toBe(true);
  expect(boundaryAfter("data: x")).toBe(false);
  expect(boundaryAfter("\n")).toBe(false);
  expect(boundaryAfter("\n")).toBe(true);
  expect(boundaryAfter("data: y\r\n")).toBe(false);
  expect(boundaryAfter("\r\n")).toBe(true);
});
