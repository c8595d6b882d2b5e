import { expect, test } from "bun:test";
import { markedSteps, markOf, unmarked } from "../../../../src/simulator/billing/cache/marked.ts";

test("tools come first, then the system, then the messages, whatever their order in the request", () => {
  const steps = markedSteps({
    messages: [{ role: "user", content: [{ type: "text", text: "m" }] }],
    system: "s",
    tools: [{ name: "t1" }, { name: "t2" }],
  });

  expect(steps.map(({ text }) => text)).toEqual([
    'tool{"name":"t1"}',
    'tool{"name":"t2"}',
    'system{"type":"text","text":"s"}',
    'user{"type":"text","text":"m"}',
  ]);
});

test("a mark is told by its lifetime and is no part of what is kept", () => {
  const block = { type: "text", text: "x", cache_control: { type: "ephemeral", ttl: "1h" } };

  expect([markOf(block), markOf({ cache_control: { type: "ephemeral" } }), markOf({})]).toEqual(["1h", "5m", null]);
  expect(unmarked(block)).toBe('{"type":"text","text":"x"}');
});

test("a text is the same as a list of one text", () => {
  const of = (content: unknown) => markedSteps({ system: content, messages: [{ role: "user", content }] });

  expect(of("hi")).toEqual(of([{ type: "text", text: "hi" }]));
});
