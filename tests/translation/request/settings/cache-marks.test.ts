import { expect, test } from "bun:test";
import { anthropic } from "../../../../src/dialects/anthropic/index.ts";
import { providers } from "../../../../src/providers/index.ts";
import { fitMarks } from "../../../../src/translation/request/settings/cache-marks.ts";
import { fitted } from "../../../support/fitted.ts";

const tools = [{ type: "function", function: { name: "a", parameters: { type: "object" } } }];
const ask = { role: "user", content: "one" };
const turns = [ask, { role: "assistant", content: "two" }, { role: "user", content: "three" }];
const system = { role: "system", content: "be brief" };
const mark = { type: "ephemeral" };

test("an agent's prompt is marked for Claude: tools, instructions, the turn before and the newest message", () => {
  const { body, losses } = fitted(
    "openai-chat",
    { messages: [system, ...turns], tools },
    "anthropic claude-sonnet-4-5",
  );

  expect(body["tools"]).toMatchObject([{ cache_control: mark }]);
  expect(body["messages"]).toMatchObject([
    { content: [{ text: "one", cache_control: mark }] },
    { content: [{ text: "two" }] },
    { content: [{ text: "three", cache_control: mark }] },
  ]);
  expect(JSON.stringify(body).match(/cache_control/g)).toHaveLength(4);
  expect(losses.map(({ rule }) => rule).filter((rule) => rule.startsWith("cache"))).toEqual([]);
});

test("what was marked as the newest is marked in the next turn as well", () => {
  const first = fitted("openai-chat", { messages: [system, ask], tools }, "anthropic").body;
  const second = fitted("openai-chat", { messages: [system, ...turns], tools }, "anthropic").body;

  expect((second["messages"] as unknown[])[0]).toEqual((first["messages"] as unknown[])[0]);
  expect([second["system"], second["tools"]]).toEqual([first["system"], first["tools"]]);
});

test("a short question alone is not worth a write, nor is anything when it is switched off", () => {
  expect(JSON.stringify(fitted("openai-chat", { messages: [ask] }, "anthropic").body)).not.toContain("cache_control");
  const off = fitted("openai-chat", { messages: turns, tools }, "anthropic", { autoCache: false });
  expect(JSON.stringify(off.body)).not.toContain("cache_control");
});

test("a long prompt is worth it, but the question behind it is not", () => {
  const long = { role: "system", content: "word ".repeat(3000) };
  const { body } = fitted("openai-chat", { messages: [long, ask] }, "anthropic");

  expect(JSON.stringify(body["system"])).toContain("cache_control");
  expect(JSON.stringify(body["messages"])).not.toContain("cache_control");
});

test("of more than four marks the last ones stay", () => {
  const [provider] = providers;
  if (provider === undefined) throw new Error("no provider");
  const content = [1, 2, 3, 4, 5].map((at) => ({ type: "text", text: `${at}`, cache_control: mark }));
  const chat = anthropic.readRequest({ messages: [{ role: "user", content }] }, "/v1/messages");
  const place = { dialect: "anthropic" as const, provider, upstream: "there", model: null };
  const { chat: fitting, losses } = fitMarks(chat, { ...place, takesImages: null, maxOutputTokens: null });

  expect(fitting.messages[0]?.blocks.map(({ cacheMark }) => cacheMark !== undefined)).toEqual([
    false,
    true,
    true,
    true,
    true,
  ]);
  expect(losses).toMatchObject([{ rule: "cache.marks-cut", count: 1 }]);
});
