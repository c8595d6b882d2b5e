import { expect, test } from "bun:test";
import type { Change, Forwarded } from "../../../src/core/memory.ts";
import { asForwarded, batchWords, changedByUs } from "../../../src/meter/cache-truth/changed.ts";
import { inOrder, type Prompt, tokensOf } from "../../../src/meter/cache-truth/prompt.ts";
import { messageSegments } from "../../../src/meter/cache-truth/segments.ts";
import { measure } from "../../../src/meter/tokens/measure.ts";

const said = (text: string) =>
  messageSegments({ role: "user", blocks: [{ type: "text", text, extras: {}, origin: null }] }, measure);
const prompt: Prompt = { tools: [], system: [], messages: [said("one one one one"), said("two"), said("three")] };
const change = (message: number, hash: string, isBatched = false): Change => ({
  ...{ path: ["messages", message, "content", 0, "text"], by: ["ansi"], source: "Bash npm test", before: 4, after: 1 },
  ...{ of: `of ${message}`, hash, text: hash, isBatched },
});

test("what went out in the place of something is another thing, and smaller", () => {
  const out = asForwarded(prompt, [change(0, "x")]);
  expect(tokensOf(inOrder(prompt)) - tokensOf(inOrder(out))).toBe(3);
  expect(out.messages.slice(1)).toEqual(prompt.messages.slice(1));
  expect(asForwarded(prompt, [])).toBe(prompt);
});

test("a change that goes out again as it did is none, another one is ours, and what the client has changed is the client's", () => {
  const [first, other] = [asForwarded(prompt, [change(1, "x")]), asForwarded(prompt, [change(1, "y")])];
  const edited: Prompt = { ...prompt, messages: prompt.messages.with(1, said("something else")) };
  expect(changedByUs(inOrder(first), inOrder(asForwarded(prompt, [change(1, "x")])))).toBeNull();
  expect(changedByUs(inOrder(first), inOrder(other))).toMatchObject({ area: "messages", index: 1 });
  expect(changedByUs(inOrder(prompt), inOrder(first))).toMatchObject({ area: "messages", index: 1 });
  expect(changedByUs(inOrder(first), inOrder(edited))).toBeNull();
});

test("a batch says how many edits it has, and why it was", () => {
  const forwarded: Forwarded = {
    ...{ mode: "balanced", edits: 3, removedBefore: 9, removedLive: 0, batch: "break-even", rewritten: 5 },
    ...{ frontier: 9, tokens: 9, changes: [change(0, "x"), change(1, "y", true), change(2, "z", true)] },
  };
  expect(batchWords(forwarded)).toBe("memory: batch of 2 edits, break-even");
  expect(batchWords({ ...forwarded, batch: null })).toBeNull();
});
