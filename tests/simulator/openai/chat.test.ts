import { expect, test } from "bun:test";
import { checkChat, openaiChat, readChat } from "../../../src/simulator/openai/chat.ts";

const good = { model: "m", messages: [{ role: "user", content: "hi" }] };
const read = (json: Record<string, unknown>) =>
  readChat({ json: { ...good, ...json }, model: "m", stream: false, betas: [] });
const call = {
  role: "assistant",
  content: null,
  tool_calls: [{ id: "c1", type: "function", function: { name: "x", arguments: "{}" } }],
};

test.each([
  [{ messages: good.messages }, "'model'"],
  [{ model: "m" }, "'messages'"],
  [{ model: "m", messages: [] }, "the list is empty"],
  [{ model: "m", messages: [{ role: "bot", content: "x" }] }, "'bot' is no role"],
  [{ model: "m", messages: [{ role: "tool", tool_call_id: "c1", content: "x" }] }, "answers no 'tool_calls'"],
  [{ model: "m", messages: [call, { role: "user", content: "x" }] }, "not answered"],
  [{ model: "m", messages: [call] }, "not answered"],
])("%j is refused", (request, words) => {
  expect(() => checkChat(request)).toThrow(words);
});

test("a conversation with developer words, tools and their results is fine", () => {
  const messages = [
    { role: "developer", content: "be brief" },
    ...good.messages,
    call,
    { role: "tool", tool_call_id: "c1", content: "ok" },
  ];

  expect(
    openaiChat.read({ json: { ...good, messages }, model: "m", stream: false, betas: [] }).said.map(({ by }) => by),
  ).toEqual(["instruction", "user", "assistant", "tool"]);
});

test("an image beside the words is billed and not read", () => {
  const content = [
    { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } },
    { type: "text", text: "what is it" },
  ];

  expect(read({ messages: [{ role: "user", content }] })).toMatchObject({
    inputTokens: 303,
    said: [{ by: "user", parts: ["", "what is it"] }],
  });
});

test("thinking is unseen when only effort is asked for, and shown where a vendor shows it", () => {
  expect(read({}).thinking).toBe("off");
  expect(read({ reasoning_effort: "minimal" }).thinking).toBe("off");
  expect(read({ reasoning_effort: "high" }).thinking).toBe("hidden");
  expect(read({ thinking: { type: "enabled" } }).thinking).toBe("shown");
});

test("both names of the allowance are known, the newer one wins", () => {
  expect(read({ max_tokens: 5 }).maxTokens).toBe(5);
  expect(read({ max_tokens: 5, max_completion_tokens: 7 }).maxTokens).toBe(7);
});

test("the tool choice is read in every form", () => {
  expect(read({ tool_choice: "required" }).toolChoice).toEqual({ type: "required" });
  expect(read({ tool_choice: "any" }).toolChoice).toEqual({ type: "required" });
  expect(read({ tool_choice: "none" }).toolChoice).toEqual({ type: "none" });
  expect(read({ tool_choice: { type: "function", function: { name: "x" } } }).toolChoice).toEqual({
    type: "named",
    name: "x",
  });
});
