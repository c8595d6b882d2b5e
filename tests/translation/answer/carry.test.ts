import { expect, test } from "bun:test";
import type { Block } from "../../../src/core/chat.ts";
import { readSeal } from "../../../src/core/seal.ts";
import { anthropic } from "../../../src/dialects/anthropic/index.ts";
import { gemini } from "../../../src/dialects/gemini/index.ts";
import { openaiChat } from "../../../src/dialects/openai-chat/index.ts";
import { openaiResponses } from "../../../src/dialects/openai-responses/index.ts";
import { carrier } from "../../../src/translation/answer/carry.ts";
import { wayOf } from "./ways.ts";

const { candidates } = anthropic.readAnswer({
  content: [
    { type: "text", text: "hi" },
    { type: "thinking", thinking: "", signature: "SIG" },
    { type: "redacted_thinking", data: "DATA" },
    { type: "tool_use", id: "t1", name: "apply_patch", input: { input: "*** Begin" } },
    { type: "server_tool_use", id: "s1", name: "web_search", input: {} },
    { type: "web_search_tool_result", tool_use_id: "s1", content: [] },
  ],
});
const blockAt = (at: number): Block => {
  const block = candidates[0]?.blocks[at];
  if (block === undefined) throw new Error(`no block ${at}`);
  return block;
};
const [text, thought, redacted] = [blockAt(0), blockAt(1), blockAt(2)];
const [call, hosted, result] = [blockAt(3), blockAt(4), blockAt(5)];

test("a seal says whose it is, and whether it is the whole thought", () => {
  const carry = carrier(wayOf(anthropic, openaiResponses, { provider: "anthropic", body: { input: [] } }));
  const sealOf = (block: Block) => {
    const carried = carry.block(block);
    return readSeal(carried?.type === "thinking" ? (carried.signature ?? "") : "");
  };

  expect(sealOf(thought)).toEqual({ provider: "anthropic", seal: "SIG", isSealed: false });
  expect(sealOf(redacted)).toEqual({ provider: "anthropic", seal: "DATA", isSealed: true });
});

test("a thought without a seal gets one where each has to have one, and only there", () => {
  const [bare] =
    openaiChat.readAnswer({ choices: [{ message: { reasoning_content: "hm" } }] }).candidates[0]?.blocks ?? [];
  if (bare === undefined) throw new Error("no thought");

  const forAnthropic = carrier(wayOf(openaiChat, anthropic, { provider: "zai" })).block(bare);
  expect(forAnthropic?.type === "thinking" && readSeal(forAnthropic.signature ?? "")).toMatchObject({
    provider: "zai",
    seal: "",
  });
  expect(carrier(wayOf(openaiChat, gemini)).block(bare)).toMatchObject({ text: "hm", signature: null });
});

test("what only its own vendor can use is left out", () => {
  const carry = carrier(wayOf(anthropic, openaiChat));

  expect(carry.block(text)).toBe(text);
  expect([hosted, result].map(carry.block)).toEqual([null, null]);
});

test("a tool that takes a plain text gets it out of the arguments, and all others get theirs to the byte", () => {
  const tools = [{ type: "custom", name: "apply_patch" }];
  const carry = carrier(wayOf(anthropic, openaiResponses, { body: { input: [], tools } }));
  if (call.type !== "tool-call") throw new Error("no call");

  expect(carry.block(call)).toMatchObject({ name: "apply_patch", input: { text: "*** Begin", isPlain: true } });
  expect(carry.input(call, '{"input":"a\\nb"}')).toBe("a\nb");
  expect(carry.input(call, "no JSON")).toBe("no JSON");
  expect(carry.input({ ...call, name: "other" }, '{ "input" : 1}')).toBe('{ "input" : 1}');
});

test("a seal that stands on a call is one of a thought before it, and a call without one has none", () => {
  const carry = carrier(wayOf(gemini, anthropic, { provider: "google" }));
  const parts = [{ functionCall: { name: "f", args: {} }, thoughtSignature: "SIG" }, { functionCall: { name: "g" } }];
  const [sealed, bare] = gemini.readAnswer({ candidates: [{ content: { parts } }] }).candidates[0]?.blocks ?? [];
  if (sealed === undefined || bare === undefined) throw new Error("no calls");

  const thought = carry.thoughtOf(sealed);
  expect(readSeal(thought?.signature ?? "")).toEqual({ provider: "google", seal: "SIG", isSealed: false });
  expect(carry.thoughtOf(bare)).toBeNull();
});
