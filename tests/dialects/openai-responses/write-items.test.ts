import { expect, test } from "bun:test";
import type { Block, Origin } from "../../../src/core/chat.ts";
import { readItem } from "../../../src/dialects/openai-responses/items.ts";
import { writeItems } from "../../../src/dialects/openai-responses/write-items.ts";

const origin: Origin = { dialect: "openai-responses", path: [] };

test("items that follow one another stay apart, and the parts of one together", () => {
  const items = [
    {
      type: "reasoning",
      id: "rs_1",
      summary: [
        { type: "summary_text", text: "a" },
        { type: "summary_text", text: "b" },
      ],
    },
    { type: "reasoning", id: "rs_2", summary: [], content: [{ type: "reasoning_text", text: "c" }] },
    {
      type: "message",
      id: "msg_1",
      role: "assistant",
      content: [
        { type: "output_text", text: "d" },
        { type: "refusal", refusal: "e" },
      ],
    },
    { type: "message", id: "msg_2", role: "assistant", content: [{ type: "output_text", text: "f" }] },
    { type: "computer_call", id: "cu_1" },
  ];

  expect(
    writeItems(
      items.flatMap((item) => readItem(item, origin)),
      "assistant",
    ),
  ).toEqual(items);
});

test("a seal of another vendor's is no seal here, and what it ran itself is left out", () => {
  const foreign = { extras: {}, origin: { dialect: "anthropic", path: [] } } as const;
  const blocks: Block[] = [
    { ...foreign, type: "thinking", text: "hm", signature: "x", isSealed: false },
    {
      ...foreign,
      type: "tool-call",
      id: "s",
      name: "web_search",
      input: { json: {} },
      signature: null,
      isServerSide: true,
    },
    { ...foreign, type: "unknown", json: { type: "container_upload" } },
    {
      ...foreign,
      type: "tool-call",
      id: "c",
      name: "f",
      input: { json: { x: 1 } },
      signature: null,
      isServerSide: false,
    },
  ];

  expect(writeItems(blocks, "assistant")).toEqual([
    { type: "reasoning", summary: [{ type: "summary_text", text: "hm" }] },
    { type: "function_call", call_id: "c", name: "f", arguments: '{"x":1}' },
  ]);
});
