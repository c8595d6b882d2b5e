import { expect, test } from "bun:test";
import { withoutStrangers } from "../../../../src/translation/request/messages/strangers.ts";
import { after, from, to } from "../../../support/steps.ts";

test("a search that the vendor ran goes without a trace of its own, and what came of it stays said", () => {
  const chat = from.anthropic([
    {
      role: "assistant",
      content: [
        { type: "server_tool_use", id: "srvtoolu_1", name: "web_search", input: { query: "q" } },
        {
          type: "web_search_tool_result",
          tool_use_id: "srvtoolu_1",
          content: [{ type: "web_search_result", url: "u" }],
        },
        { type: "text", text: "It is so." },
      ],
    },
  ]);

  expect(after([withoutStrangers], chat, to.openai)).toMatchObject({
    said: ["assistant: It is so."],
    rules: ["blocks.hosted 2"],
  });
});

test("texts that the vendor's tools gave stay, as the model went by them", () => {
  const chat = from.anthropic([
    {
      role: "assistant",
      content: [
        { type: "mcp_tool_use", id: "m1", name: "read", server_name: "s", input: {} },
        { type: "mcp_tool_result", tool_use_id: "m1", content: [{ type: "text", text: "42" }] },
      ],
    },
  ]);

  expect(after([withoutStrangers], chat, to.gemini).said).toEqual(["assistant: <tool-output>\n42\n</tool-output>"]);
});

test("blocks of unknown kinds are told by their kind, and a kind that looks like none is not", () => {
  const chat = from.anthropic([{ role: "user", content: [{ type: "hologram" }, { type: "sk-ant-KEY KEY" }] }]);
  const { losses } = withoutStrangers(chat, to.openai);

  expect(losses).toMatchObject([{ rule: "blocks.unknown", count: 2 }]);
  expect(losses[0]?.why).toEndWith(": hologram, nameless");
});

test("what the user has put into an unknown block keeps its words", () => {
  const found = { type: "search_result", source: "a.md", title: "A", content: [{ type: "text", text: "the answer" }] };
  const result = { type: "tool_result", tool_use_id: "1", content: [found] };
  const chat = from.anthropic([{ role: "user", content: [found, result] }]);

  expect(after([withoutStrangers], chat, to.openai).said).toEqual([
    "user: <search_result>\nA, a.md\nthe answer\n</search_result> | result(1: <search_result>\nA, a.md\nthe answer\n</search_result>)",
  ]);
});

test("what refers to an item that another vendor keeps is refused", () => {
  expect(() =>
    after([withoutStrangers], from.responses([{ type: "item_reference", id: "rs_1" }]), to.anthropic),
  ).toThrow("another vendor");
});

test("a conversation of what everybody knows stays as it is", () => {
  const chat = from.chat([{ role: "user", content: "hi" }]);

  expect(after([withoutStrangers], chat, to.anthropic).chat).toBe(chat);
});
