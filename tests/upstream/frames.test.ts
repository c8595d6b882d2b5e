import { expect, test } from "bun:test";
import fc from "fast-check";
import { framesOf } from "../../src/upstream/frames.ts";

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

/** The frames of a text that comes in pieces of these sizes, over and over. */
const cut = (text: string, sizes: readonly number[]) => {
  const frames = framesOf();
  const bytes = Buffer.from(text);
  const whole: string[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    whole.push(...frames.take(bytes.subarray(at, at + size)).map(textOf));
    at += size;
  }
  return { whole, rest: textOf(frames.rest()) };
};

test.each(["\n", "\r\n", "\r"])("events end with a blank line, whatever a line ends with (%j)", (end) => {
  const events = [`data: é 你${end}${end}`, `event: x${end}data: 2${end}${end}`, end, `: c${end}${end}`];
  const { whole, rest } = cut(`${events.join("")}data: half`, [1000]);

  expect([whole, rest]).toEqual([events, "data: half"]);
});

test("the pieces in which a stream comes change nothing", () => {
  const line = fc.constantFrom("data: 1\n", "data: 你好\r\n", "\n", "\r\n", ": c\r", "\r", "event: x\n");
  fc.assert(
    fc.property(fc.array(line), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (lines, sizes) => {
      const text = lines.join("");
      const { whole, rest } = cut(text, sizes);

      expect(whole.join("") + rest).toBe(text);
      expect([...whole].join("|")).toBe(cut(text, [1]).whole.join("|"));
    }),
  );
});

test("an event beyond all measure is not held for ever", () => {
  const frames = framesOf(100);

  expect(frames.take(Buffer.from("x".repeat(99)))).toEqual([]);
  expect(frames.take(Buffer.from("yy")).map(textOf)).toEqual([`${"x".repeat(99)}yy`]);
  expect(frames.rest().length).toBe(0);
});
