import { expect, test } from "bun:test";
import { isEventStream, streamReader } from "../../src/core/stream-reader.ts";

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
