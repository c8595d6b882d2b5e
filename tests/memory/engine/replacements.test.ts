import { expect, test } from "bun:test";
import type { Decision } from "../../../src/core/memory.ts";
import { Replacements } from "../../../src/memory/engine/replacements.ts";

const decision = (): Decision => ({ steps: [], before: 2, after: 1, isBatched: false });

test("a text is made once for a decision, and anew for another one", () => {
  const texts = new Replacements(100);
  const [first, second] = [decision(), decision()];
  let made = 0;
  const make = () => `text ${++made}`;
  expect([texts.of("a", first, make), texts.of("a", first, make)]).toEqual(["text 1", "text 1"]);
  expect(texts.of("a", second, make)).toBe("text 2");
});

test("what cannot be made is tried again", () => {
  const texts = new Replacements(100);
  const one = decision();
  expect(texts.of("a", one, () => null)).toBeNull();
  expect(texts.of("a", one, () => "now")).toBe("now");
});

test("of more than there is room for the longest unused are made again", () => {
  const texts = new Replacements(25);
  const one = decision();
  const made: string[] = [];
  const ask = (key: string) =>
    texts.of(key, one, () => {
      made.push(key);
      return "0123456789";
    });
  for (const key of ["a", "b", "a", "c", "a", "b"]) ask(key);
  expect(made).toEqual(["a", "b", "c", "b"]);
});

test("a text longer than all the room is given, and not kept", () => {
  const texts = new Replacements(5);
  const one = decision();
  expect(texts.of("a", one, () => "0123456789")).toBe("0123456789");
  expect(texts.of("b", one, () => "01")).toBe("01");
});
