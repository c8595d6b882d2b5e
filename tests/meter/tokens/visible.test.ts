import { expect, test } from "bun:test";
import type { Message } from "../../../src/core/chat.ts";
import type { DialectName } from "../../../src/core/dialect-name.ts";
import { visibleIn } from "../../../src/meter/tokens/visible.ts";
import { callOf, chatOf, messageOf, part, resultOf, textOf, thoughtOf } from "../../support/chat.ts";

test("instructions, messages, calls and results are read; ids and seals are not", () => {
  const chat = chatOf({
    system: [textOf("be brief")],
    messages: [
      messageOf("user", textOf("look")),
      messageOf("assistant", textOf("I look."), callOf("read", { path: "a" })),
      messageOf("user", resultOf(textOf("content"))),
    ],
  });

  const { texts, steps, messages } = visibleIn(chat, "none");

  expect(texts).toEqual(["be brief", "look", "I look.", "read", '{"path":"a"}', "content"]);
  expect([steps, messages]).toEqual([1, 3]);
});

const talk: readonly Message[] = [
  messageOf("user", textOf("first")),
  messageOf("assistant", thoughtOf("old thought"), textOf("answer")),
  messageOf("user", textOf("second")),
  messageOf("assistant", thoughtOf("new thought"), callOf("read", {})),
  messageOf("user", resultOf(textOf("result"))),
];

test.each([
  ["all", ["old thought", "new thought"]],
  ["current", ["new thought"]],
  ["none", []],
] as const)("of the thoughts of earlier turns a model may be shown %s", (kept, shown) => {
  const { texts } = visibleIn(chatOf({ messages: talk }), kept);

  expect(texts.filter((text) => text.includes("thought"))).toEqual([...shown]);
});

test("tools, a schema for the answer, and what nobody has a name for", () => {
  const { texts, tools, hasTools } = visibleIn(
    chatOf({
      messages: [messageOf("user", { ...part, type: "unknown", json: { odd: "thing" } })],
      tools: [
        {
          ...part,
          name: "read",
          description: "Reads.",
          schema: { type: "object" },
          isPlain: false,
          isStrict: null,
          hosted: null,
        },
        {
          ...part,
          name: "search",
          description: null,
          schema: null,
          isPlain: false,
          isStrict: null,
          hosted: "web_search",
        },
      ],
      format: { type: "json-schema", name: "n", schema: { type: "string" }, strict: true },
    }),
    "all",
  );

  expect(texts).toEqual(['{"odd":"thing"}', '{"type":"string"}']);
  expect(tools).toEqual([
    '{"name":"read","description":"Reads.","input_schema":{"type":"object"}}',
    '{"type":"web_search","name":"search"}',
  ]);
  expect(hasTools).toBe(true);
});

test("a tool is written as its format writes it", () => {
  const tools = [
    { ...part, name: "read", description: null, schema: {}, isPlain: false, isStrict: null, hosted: null },
  ];
  const written = (dialect: DialectName) => visibleIn(chatOf({ tools, origin: { dialect, path: [] } }), "all").tools;

  expect(written("openai-chat")).toEqual(['{"type":"function","function":{"name":"read","parameters":{}}}']);
  expect(written("openai-responses")).toEqual(['{"type":"function","name":"read","parameters":{}}']);
  expect(written("anthropic")).toEqual(['{"name":"read","input_schema":{}}']);
});

test("a tool that must be called, and a request to think", () => {
  const choice = (mode: "auto" | "required" | "named") => ({ ...part, mode, name: null, isParallel: null });
  const reasoning = (mode: "on" | "off") => ({ mode, effort: null, budgetTokens: null, isShown: null });

  expect(visibleIn(chatOf({ toolChoice: choice("auto") }), "all")).toMatchObject({ mustCall: false, thinks: false });
  expect(visibleIn(chatOf({ toolChoice: choice("named") }), "all").mustCall).toBe(true);
  expect(visibleIn(chatOf({ reasoning: reasoning("on") }), "all").thinks).toBe(true);
  expect(visibleIn(chatOf({ reasoning: reasoning("off") }), "all").thinks).toBe(false);
});
