import { expect, test } from "bun:test";
import type { Block } from "../../../src/core/chat.ts";
import { readBlock } from "../../../src/dialects/anthropic/blocks.ts";
import { writeBlock, writeBlocks } from "../../../src/dialects/anthropic/write-blocks.ts";

const again = (json: unknown): unknown => writeBlock({ ...readBlock(json, []), origin: null });

test("every kind of block is written as it was read, without a look at where it came from", () => {
  const blocks = [
    { type: "text", text: "a", citations: null, cache_control: { type: "ephemeral", ttl: "1h" } },
    { type: "thinking", thinking: "", signature: "sig" },
    { type: "redacted_thinking", data: "abc" },
    { type: "document", source: { type: "text", media_type: "text/plain", data: "d" }, title: "t" },
    { type: "image", source: { type: "file", file_id: "f" } },
    { type: "image", source: { type: "url", url: "https://example.com/a.png" } },
    { type: "tool_use", id: "t", name: "n", input: { a: [1] }, caller: { type: "direct" } },
    { type: "mcp_tool_use", id: "m", name: "n", input: {}, server_name: "s" },
    { type: "mcp_tool_result", tool_use_id: "m", is_error: false, content: [{ type: "text", text: "x" }] },
    { type: "tool_result", tool_use_id: "t", is_error: true, content: [{ type: "text", text: "x" }] },
    { type: "code_execution_tool_result", tool_use_id: "s", content: { type: "code_execution_result", stdout: "1" } },
    { type: "web_search_tool_result", tool_use_id: "s", content: [{ type: "web_search_result", url: "u" }] },
    { type: "container_upload", file_id: "f" },
  ];

  for (const block of blocks) expect(again(block)).toEqual(block);
});

test("a result without content stays without", () => {
  expect(again({ type: "tool_result", tool_use_id: "t", content: "" })).toEqual({
    type: "tool_result",
    tool_use_id: "t",
  });
});

test("what another format alone knows is left out", () => {
  const foreign = { extras: { own: 1 }, origin: { dialect: "gemini" as const, path: [] } };
  const blocks: Block[] = [
    { type: "text", text: "a", ...foreign },
    { type: "unknown", json: { executableCode: {} }, ...foreign },
    {
      type: "media",
      kind: "audio",
      source: { type: "url", url: "u", mediaType: null },
      name: null,
      detail: null,
      ...foreign,
    },
  ];

  expect(writeBlocks(blocks)).toEqual([{ type: "text", text: "a" }]);
});

test("arguments that came as text are written as what they mean", () => {
  const call = {
    type: "tool-call",
    id: "t",
    name: "n",
    signature: null,
    isServerSide: false,
    extras: {},
    origin: null,
  } as const;

  expect(writeBlock({ ...call, input: { text: '{"a":1}' } })).toMatchObject({ input: { a: 1 } });
  expect(writeBlock({ ...call, input: { text: "{broken" } })).toMatchObject({ input: {} });
});
