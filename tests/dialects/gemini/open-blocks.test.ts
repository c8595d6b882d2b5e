import { expect, test } from "bun:test";
import { openBlocks } from "../../../src/dialects/gemini/open-blocks.ts";

const said = (...parts: readonly unknown[]): string[] => {
  const blocks = openBlocks(0);
  return [...parts.flatMap((part) => blocks.take(part)), ...blocks.close()].map((event) =>
    "block" in event ? `${event.type} ${event.block}` : event.type,
  );
};

test("pieces of a text are one block, until something else comes", () => {
  expect(said({ text: "a", thought: true }, { text: "b", thought: true }, { text: "c" }, { text: "d" })).toEqual([
    ...["block-start 0", "thinking-delta 0", "thinking-delta 0", "block-end 0"],
    ...["block-start 1", "text-delta 1", "text-delta 1", "block-end 1"],
  ]);
});

test("a call is a block by itself, with its arguments as a text", () => {
  const blocks = openBlocks(0);
  const events = blocks.take({ functionCall: { name: "n", args: { a: 1 } } });

  expect(events.map(({ type }) => type)).toEqual(["block-start", "input-delta", "block-end"]);
  expect(events[1]).toMatchObject({ text: '{"a":1}' });
  expect(blocks.hasCall()).toBe(true);
});

test("a call whose arguments come piece by piece is one when it is whole", () => {
  const blocks = openBlocks(0);
  const first = blocks.take({ functionCall: { name: "n", willContinue: true }, thoughtSignature: "sig" });
  const next = blocks.take({
    functionCall: { partialArgs: [{ jsonPath: "$.a", numberValue: 1 }], willContinue: true },
  });
  const last = blocks.take({ functionCall: {} });

  expect([...first, ...next]).toEqual([]);
  expect(last).toMatchObject([
    { content: { name: "n", signature: "sig", extras: {} } },
    { text: '{"a":1}' },
    { type: "block-end" },
  ]);
});

test("a stream that ends in a call's middle still tells of the call", () => {
  expect(said({ functionCall: { name: "n", willContinue: true } })).toEqual([
    "block-start 0",
    "input-delta 0",
    "block-end 0",
  ]);
});

test("an empty text is nothing, but for the seal that it carries", () => {
  expect(said({ text: "" })).toEqual([]);
  expect(said({ text: "", thoughtSignature: "sig" })).toEqual(["block-start 0", "text-delta 0", "block-end 0"]);
  expect(said({ text: "", thought: true, thoughtSignature: "sig" })).toEqual([
    "block-start 0",
    "signature 0",
    "block-end 0",
  ]);
});
