import { expect, test } from "bun:test";
import type { ChatEvent } from "../../src/core/answer.ts";
import {
  byMeaning,
  type EventVerdict,
  isEventStream,
  type StreamOrder,
  streamReader,
} from "../../src/core/stream-reader.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const reader = () =>
  streamReader("the end", ({ data }) => (data === "end" ? "ended" : data === "fail" ? "failed" : null));

test("a stream goes from open to ended, or to failed for good", () => {
  const ending = reader();
  const failing = reader();

  ending.read(bytesOf("data: x\n\ndata: end\n\n"));
  failing.read(bytesOf("data: fail\n\ndata: end\n\n"));

  expect([reader().state(), ending.state(), failing.state()]).toEqual(["open", "ended", "failed"]);
});

test("U-17: events out of order are counted, and change nothing else", () => {
  const warningsOf = (order: StreamOrder, ...events: readonly string[]): number => {
    const verdict: EventVerdict = ({ data }) => (data === "start" ? "began" : data === "end" ? "ended" : null);
    const reader = streamReader("the end", verdict, order);
    for (const event of events) reader.read(bytesOf(`data: ${event}\n\n`));
    expect(reader.state()).toBe(events.includes("end") ? "ended" : "open");
    return reader.warnings();
  };
  const strict = { hasStart: true, hasEnd: true };

  expect(warningsOf(strict, "start", "x", "end")).toBe(0);
  expect(warningsOf(strict, "start", "start", "end")).toBe(1);
  expect(warningsOf(strict, "x", "end")).toBe(1);
  expect(warningsOf(strict, "start", "end", "x", "end")).toBe(2);
  expect(warningsOf({ hasStart: false, hasEnd: true }, "x", "end", "x")).toBe(1);
  expect(warningsOf({ hasStart: false, hasEnd: false }, "x", "end", "x", "end")).toBe(0);
});

test("where one event means several things, an error counts before an end, and an end before a start", () => {
  const bare = { extras: {}, origin: null };
  const start: ChatEvent = { ...bare, type: "start", id: null, model: null };
  const end: ChatEvent = { ...bare, type: "end" };
  const error: ChatEvent = { ...bare, type: "error", error: { type: null, message: "", kind: "internal" } };
  const said = (...meant: readonly ChatEvent[]) => byMeaning({ name: "message", data: "" }, meant);

  expect([said(start, end, error), said(start, end), said(start), said()]).toEqual(["failed", "ended", "began", null]);
});

test("an event beyond all measure makes a stream unreadable, not broken", () => {
  const huge = reader();

  huge.read(bytesOf("data: "));
  for (let size = 0; size < 9 * 1024 * 1024; size += 1024 * 1024) huge.read(bytesOf("x".repeat(1024 * 1024)));

  expect(huge.state()).toBe("unreadable");
});

test("event streams are known by their type alone", () => {
  expect(isEventStream("text/event-stream")).toBe(true);
  expect(isEventStream("Text/Event-Stream; charset=utf-8")).toBe(true);
  expect(isEventStream("text/event-streams")).toBe(false);
  expect(isEventStream("application/json")).toBe(false);
});

test("where events say it all, a start, an end and an error are what they say", () => {
  const meant = (type: "start" | "end" | "error" | "block-end") => [{ type }] as unknown as ChatEvent[];
  const event = { name: "message", data: "" };

  expect(byMeaning(event, meant("start"))).toBe("began");
  expect(byMeaning(event, meant("end"))).toBe("ended");
  expect(byMeaning(event, meant("error"))).toBe("failed");
  expect([byMeaning(event, meant("block-end")), byMeaning(event, [])]).toEqual([null, null]);
});

test("looking never hurts: a reader that throws costs its view, not the stream", () => {
  const events = {
    read: () => {
      throw new RangeError("too deep");
    },
  };
  const reader = streamReader("the end", ({ data }) => (data === "end" ? "ended" : null), undefined, {
    events,
    measure: () => 1,
  });

  reader.read(bytesOf("data: x\n\ndata: end\n\n"));

  expect([reader.state(), reader.reported().usage]).toEqual(["ended", null]);
});

test("U-34: a last event that nobody can read may have been the end; half an event is none", () => {
  const stateAfter = (...pieces: readonly string[]): string => {
    const odd = reader();
    for (const piece of pieces) odd.read(bytesOf(piece));
    odd.end();
    return odd.state();
  };

  expect(stateAfter('data: {"a":NaN}\n\n')).toBe("unreadable");
  expect(stateAfter('data: {"a":NaN}\n\n', 'data: {"a":1}\n\n')).toBe("open");
  expect(stateAfter('data: {"a":NaN}\n\n', 'data: {"a":1')).toBe("open");
  expect(stateAfter('data: {"a":1')).toBe("open");
  expect(stateAfter('data: {"a":NaN}\n\n', "data: end\n\n")).toBe("ended");
});
