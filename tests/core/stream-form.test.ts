import { expect, test } from "bun:test";
import { eventStream } from "../../src/core/stream-form.ts";
import { sseReader } from "../../src/lib/sse.ts";

test("what keeps a stream of events alive is an event to nobody", () => {
  const events: unknown[] = [];
  const reader = sseReader((event) => events.push(event));

  reader.read(new TextEncoder().encode(`${eventStream.keepAlive}data: x\n\n${eventStream.keepAlive}`));

  expect(events).toEqual([{ name: "message", data: "x" }]);
});
