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

test("X-11 what keeps a quiet stream alive is read as nothing by programs of Google's that know `data:` lines alone", () => {
  const { framed, keepAlive, contentType } = streamForm("alt=sse");
  const begin = /^\s*data: (.*)(?:\n\n|\r\r|\r\n\r\n)/; // all that is taken from the front of what has come, else it waits for ever

  for (const quiet of ["", keepAlive, keepAlive + keepAlive])
    expect((quiet + framed('data: {"a":1}\r\n\r\n')).match(begin)?.[1]).toBe('{"a":1}');
  expect(contentType).toStartWith("text/event-stream");
  expect(keepAlive).not.toBe("");
});
