import { expect, test } from "bun:test";
import { streamForm } from "../../../src/dialects/gemini/stream-form.ts";

const events = ['data: {"a":1}\r\n\r\ndata: {"b":2}\r\n\r\n', "", 'data: {"c":3}\r\n\r\n'];

test("who asks for events gets them", () => {
  const { framed, close, contentType } = streamForm("key=1&alt=sse");

  expect(events.map(framed).join("") + close()).toBe(events.join(""));
  expect(contentType).toStartWith("text/event-stream");
});

test("who asks for none gets one list, alive or not", () => {
  const { framed, close, contentType, keepAlive } = streamForm("");
  const text = [keepAlive, ...events.map(framed), keepAlive, close()].join("");

  expect(JSON.parse(text)).toEqual([{ a: 1 }, { b: 2 }, { c: 3 }]);
  expect(text.trim()).toStartWith('[{"a":1},\r\n{"b":2}');
  expect(contentType).toStartWith("application/json");
  expect(JSON.parse(streamForm("").close())).toEqual([]);
});
