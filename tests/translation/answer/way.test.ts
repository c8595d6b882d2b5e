import { expect, test } from "bun:test";
import { anthropic } from "../../../src/dialects/anthropic/index.ts";
import { gemini } from "../../../src/dialects/gemini/index.ts";
import { openaiChat } from "../../../src/dialects/openai-chat/index.ts";
import { openaiResponses } from "../../../src/dialects/openai-responses/index.ts";
import { answerId, begunAt, callIds, clientTools, toldModel } from "../../../src/translation/answer/way.ts";
import { wayOf } from "./ways.ts";

test("an answer keeps its vendor's id, in the shape that the client's format has", () => {
  expect(answerId("chatcmpl-1", wayOf(openaiChat, anthropic))).toBe("msg_chatcmpl-1");
  expect(answerId("msg_2", wayOf(anthropic, anthropic))).toBe("msg_2");
  expect(answerId("msg_2", wayOf(anthropic, gemini))).toBe("msg_2");
  expect(answerId(null, wayOf(openaiChat, openaiResponses))).toBe("resp_r1x");
});

test("a model that stands in for the client's own bears its name, as programs go by that to what it thought", () => {
  const way = wayOf(gemini, anthropic);
  const asked = { ...way, chat: { ...way.chat, model: "claude-x" } };

  expect(toldModel("gemini-x-001", asked)).toBe("gemini-x-001");
  expect(toldModel(null, asked)).toBe("claude-x");
  expect(toldModel("gemini-x-001", { ...asked, isStandIn: true })).toBe("claude-x");
});

test("calls without an id get one, and no two have the same", () => {
  const idOf = callIds(wayOf(gemini, openaiChat));

  expect(["a", null, "a", "", "b"].map(idOf)).toEqual(["a", "call_r1x_0", "call_r1x_1", "call_r1x_2", "b"]);
});

test("an answer was begun when the request came, where anybody knows when that was", () => {
  expect(begunAt(wayOf(gemini, openaiChat))).toEqual({ createdAt: 1_800_000_000 });
  const { now: _none, ...setting } = wayOf(gemini, openaiChat).setting;
  expect(begunAt({ ...wayOf(gemini, openaiChat), setting })).toEqual({});
});

test("a tool is found by the vendor's name for it, and one of plain text by its own", () => {
  const inside = { name: "read", isPlain: false, extras: { namespace: "fs" } };
  const body = { input: [], tools: [{ type: "custom", name: "apply_patch" }, { type: "web_search" }] };
  const toolOf = clientTools(wayOf(anthropic, openaiResponses, { body, names: new Map([["fs__read", inside]]) }));

  expect(toolOf("fs__read")).toEqual(inside);
  expect(toolOf("apply_patch")).toMatchObject({ name: "apply_patch", isPlain: true });
  expect(toolOf("web_search")).toBeNull();
});
