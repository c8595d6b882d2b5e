import { expect, test } from "bun:test";
import { checkAnthropic } from "../../../src/simulator/anthropic/checks.ts";

const good = { model: "m", max_tokens: 2000, messages: [{ role: "user", content: "hi" }] };
const call = { role: "assistant", content: [{ type: "tool_use", id: "toolu_1", name: "x", input: {} }] };
const result = { role: "user", content: [{ type: "tool_result", tool_use_id: "toolu_1", content: "ok" }] };
const user = { role: "user", content: "go" };
const marked = { type: "text", text: "x", cache_control: { type: "ephemeral" } };

test.each([
  [{ ...good, model: undefined }, "model: Field required"],
  [{ ...good, max_tokens: undefined }, "max_tokens: Field required"],
  [{ ...good, max_tokens: 0 }, "max_tokens: Input should be greater"],
  [{ ...good, messages: undefined }, "messages: Field required"],
  [{ ...good, messages: [] }, "at least one message"],
  [{ ...good, messages: [{ role: "bot", content: "x" }] }, "messages.0.role"],
  [{ ...good, messages: [{ role: "user" }] }, "messages.0.content: Field required"],
  [{ ...good, messages: [{ role: "user", content: [{ type: "text", text: "" }] }] }, "a text block may not be empty"],
  [{ ...good, thinking: { type: "enabled", budget_tokens: 100 } }, "greater than or equal to 1024"],
  [{ ...good, thinking: { type: "enabled", budget_tokens: 2000 } }, "must be greater than thinking.budget_tokens"],
  [{ ...good, messages: [user, result] }, "without its `tool_use`"],
  [{ ...good, messages: [user, call, user] }, "without its `tool_result`"],
  [
    { ...good, system: [marked, marked, marked], messages: [{ role: "user", content: [marked, marked] }] },
    "at most 4 blocks",
  ],
  [{ ...good, system: [{ ...marked, cache_control: { type: "ephemeral", ttl: "2h" } }] }, "with a ttl of '5m' or '1h'"],
  [
    { ...good, system: [marked, { ...marked, cache_control: { type: "ephemeral", ttl: "1h" } }] },
    "'1h' must not come after",
  ],
  [
    {
      ...good,
      messages: [user, { role: "assistant", content: [{ type: "thinking", thinking: "", cache_control: {} }] }],
    },
    "messages.1.content.0.thinking.cache_control: Extra inputs",
  ],
])("%j is refused", (request, words) => {
  expect(() => checkAnthropic(request)).toThrow(words);
});

test.each([
  [good],
  [{ ...good, messages: [user, call, result] }],
  [{ ...good, messages: [user, call, { role: "system", content: "note" }, result] }],
  [
    {
      ...good,
      messages: [user, { role: "system", content: [marked] }],
      system: [marked, marked],
      tools: [{ name: "x", input_schema: { type: "object" }, cache_control: { type: "ephemeral" } }],
    },
  ],
  [{ ...good, thinking: { type: "adaptive" } }],
])("%j is fine", (request) => {
  expect(() => checkAnthropic(request)).not.toThrow();
});

test("counting needs no allowance", () => {
  expect(() => checkAnthropic({ model: "m", messages: good.messages }, { counting: true })).not.toThrow();
});

test("a thread is refused in a way from which the SDK knows what to do", () => {
  expect(() =>
    checkAnthropic(
      { ...good, thread: { type: "continue" }, messages: [result] },
      { betas: ["message-threads-2026-08-12"] },
    ),
  ).toThrow(
    expect.objectContaining({
      status: 400,
      details: { error_code: "thread_unsupported_request", unsupported: ["thread"] },
    }),
  );
});
