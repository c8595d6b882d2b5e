import { expect, test } from "bun:test";
import fc from "fast-check";
import { readBlock, readContent } from "../../../src/dialects/anthropic/blocks.ts";

const read = (json: unknown) => readBlock(json, ["messages", 2, "content", 0]);

test("a text of its own is one block, and an empty one is none", () => {
  expect(readContent("hi", ["system"])).toEqual([
    { type: "text", text: "hi", extras: {}, origin: { dialect: "anthropic", path: ["system"] } },
  ]);
  expect(readContent("", [])).toEqual([]);
  expect(readContent(null, [])).toBeNull();
});

test("a thought without its text keeps its seal, and a redacted one is all seal", () => {
  expect(read({ type: "thinking", thinking: "", signature: "sig" })).toMatchObject({
    text: "",
    signature: "sig",
    isSealed: false,
  });
  expect(read({ type: "redacted_thinking", data: "abc" })).toMatchObject({
    text: "",
    signature: "abc",
    isSealed: true,
  });
});

test("results of tools hold blocks: texts, images, and whatever a later day brings", () => {
  const result = read({
    type: "tool_result",
    tool_use_id: "t1",
    is_error: true,
    content: [
      { type: "text", text: "no" },
      { type: "image", source: { type: "base64", media_type: "image/png", data: "AA" } },
      { type: "tool_reference", tool_name: "x" },
    ],
  });

  expect(result).toMatchObject({ callId: "t1", isError: true, isServerSide: false });
  expect(result.type === "tool-result" && result.blocks.map(({ type }) => type)).toEqual(["text", "media", "unknown"]);
  expect(result.type === "tool-result" && result.blocks[1]?.origin?.path).toEqual([
    "messages",
    2,
    "content",
    0,
    "content",
    1,
  ]);
});

test("tools of the vendor's own are told apart from the client's", () => {
  expect(read({ type: "server_tool_use", id: "s", name: "web_search", input: {} })).toMatchObject({
    isServerSide: true,
  });
  expect(
    read({
      type: "web_search_tool_result",
      tool_use_id: "s",
      content: { type: "web_search_tool_result_error", error_code: "x" },
    }),
  ).toMatchObject({ type: "tool-result", isServerSide: true, isError: true });
});

test("a mark of the cache is one in the words, for as long as the client says; an odd one stays as it is", () => {
  const marked = (cache_control: unknown) => read({ type: "text", text: "a", cache_control });

  expect(marked({ type: "ephemeral" })).toMatchObject({ cacheMark: { ttlSeconds: null }, extras: {} });
  expect(marked({ type: "ephemeral", ttl: "1h" }).cacheMark).toEqual({ ttlSeconds: 3600 });
  expect(marked({ type: "ephemeral", ttl: "1d" })).toMatchObject({
    extras: { cache_control: { type: "ephemeral", ttl: "1d" } },
  });
  expect(marked(null).cacheMark).toBeUndefined();
});

test("what cannot be read is unknown and as it was, whatever it is", () => {
  for (const odd of [{ type: "text", text: 5 }, { type: 7 }, null, "text", { type: "image", source: { type: "odd" } }])
    expect(read(odd)).toMatchObject({ type: "unknown", json: odd });
  fc.assert(fc.property(fc.jsonValue(), (json) => expect(read(json).extras).toBeDefined()));
});
