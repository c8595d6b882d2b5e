import { expect, test } from "bun:test";
import { bindsThoughts, flawOf, sealOf } from "../../../src/simulator/anthropic/thought-seal.ts";
import { idsFor } from "../../../src/simulator/ids.ts";
import { asks, frozen, jsonOf, post } from "../asking.ts";

const before = { system: "be brief", tools: [{ name: "x" }], messages: [{ role: "user", content: "hi" }] };
const seal = sealOf("a thought", "x", idsFor(new Uint8Array(), 1), before);

test("a seal fits its own thought and no other", () => {
  expect(flawOf(seal, "a thought", before)).toBeNull();
  expect(flawOf(seal, "", before)).toBe("thought");
  expect(flawOf(`A${seal.slice(1)}`, "a thought", before)).toBeNull(); // then it is none of ours
  expect(flawOf("ErUBCkYIBxgCKkA", "of another vendor", before)).toBeNull();
});

test("a seal fits what came before the thought, wherever the cache marks stand", () => {
  const mark = { cache_control: { type: "ephemeral" } };

  expect(flawOf(seal, "a thought", { ...before, tools: [{ name: "x", ...mark }] })).toBeNull();
  expect(flawOf(seal, "a thought", { ...before, system: "be long" })).toBe("past");
  expect(flawOf(seal, "a thought", { ...before, tools: [] })).toBe("past");
  expect(flawOf(seal, "a thought", { ...before, messages: [] })).toBe("past");
});

test("a seal fits what came before the thought, written as a text or as a block of text", () => {
  const block = (text: string) => [{ type: "text", text, cache_control: { type: "ephemeral" } }];
  const messages = [{ role: "user", content: block("hi") }];

  expect(flawOf(seal, "a thought", { ...before, system: block("be brief"), messages })).toBeNull();
  expect(flawOf(seal, "a thought", { ...before, messages: [{ role: "user", content: block("ho") }] })).toBe("past");
});

test("the models of generations 3 and 4 do not look at what came before, all others do", () => {
  const older = ["claude-3-5-haiku-latest", "claude-opus-4-6", "claude-sonnet-4-6", "claude-haiku-4-5"];

  expect(older.map(bindsThoughts)).toEqual([false, false, false, false]);
  expect(["claude-sonnet-5-5", "claude-opus-5", "m"].map(bindsThoughts)).toEqual([true, true, true]);
});

test.each(["summarized", "omitted"])(
  "a thought that comes back changed is refused, unchanged it is fine (%s)",
  async (display) => {
    const simulator = frozen();
    const thinking = { type: "adaptive", display };
    const { content } = await jsonOf(await post(simulator, ...asks.anthropic("hi", { thinking })));
    const again = (blocks: readonly object[]) => {
      const messages = [
        { role: "user", content: "hi" },
        { role: "assistant", content: blocks },
        { role: "user", content: "and?" },
      ];
      return post(simulator, ...asks.anthropic("", { thinking, messages }));
    };

    expect((await again(content)).status).toBe(200);
    const refused = await again([{ ...content[0], thinking: "something else" }, ...content.slice(1)]);
    expect(refused.status).toBe(400);
    expect((await jsonOf(refused)).error.message).toContain("signature");
  },
);

test("a changed past is refused by the models that look at it, unless the client lets the thought go", async () => {
  const simulator = frozen();
  const thinking: Record<string, unknown> = { type: "adaptive" };
  const ask = (more: object, headers = {}) =>
    post(simulator, ...asks.anthropic("hi", { model: "claude-sonnet-5-5", thinking, ...more }), headers);
  const { content } = await jsonOf(await ask({}));
  const messages = (first: string) => [
    { role: "user", content: first },
    { role: "assistant", content },
    { role: "user", content: "and?" },
  ];

  expect((await ask({ messages: messages("hi") })).status).toBe(200);
  const refused = await ask({ messages: messages("ho") });
  expect((await jsonOf(refused)).error.message).toContain("bound to a different conversation");
  expect((await ask({ messages: messages("ho"), model: "claude-sonnet-4-6" })).status).toBe(200);
  const letGo = { ...thinking, block_binding: { prefix_mismatch_behavior: "drop_block" } };
  expect((await ask({ messages: messages("ho"), thinking: letGo })).status).toBe(400);
  const flag = { "anthropic-beta": "thinking-binding-controls-2026-08-01" };
  expect((await ask({ messages: messages("ho"), thinking: letGo }, flag)).status).toBe(200);
});
