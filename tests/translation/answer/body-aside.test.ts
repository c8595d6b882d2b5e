import { expect, test } from "bun:test";
import { bodyAside, isBody } from "../../../src/translation/answer/body-aside.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test("JSON is told from an event stream by its first byte", () => {
  expect(["{", "[", "data:", ": ", "<html>"].map((text) => isBody(bytesOf(text)))).toEqual([
    ...[true, true, false, false, false],
  ]);
});

test("a body is read when it is there, cut anywhere, also within a letter", () => {
  const bytes = bytesOf('{"text":"hé 🚀"}');

  for (let at = 0; at <= bytes.length; at++) {
    const aside = bodyAside();
    aside.keep(bytes.subarray(0, at));
    aside.keep(bytes.subarray(at));
    expect(aside.body()).toEqual({ text: "hé 🚀" });
  }
});

test("half a body, a list and what is too large are none", () => {
  const bodyOf = (text: string, maxBytes?: number) => {
    const aside = bodyAside(maxBytes);
    aside.keep(bytesOf(text));
    return [aside.body(), aside.isTooLarge()];
  };

  expect(bodyOf('{"half":')).toEqual([null, false]);
  expect(bodyOf("[{}]")).toEqual([null, false]);
  expect(bodyOf('{"a":1}', 6)).toEqual([null, true]);
});
