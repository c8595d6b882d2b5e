import { expect, test } from "bun:test";
import { openaiResponses } from "../../../../src/dialects/openai-responses/index.ts";
import { inputsTaken } from "../../../../src/translation/request/messages/inputs.ts";
import { after, from, to } from "../../../support/steps.ts";

const called = (text: string) =>
  from.chat([
    { role: "assistant", tool_calls: [{ id: "1", type: "function", function: { name: "f", arguments: text } }] },
  ]);

const inputFor = (text: string, place: (typeof to)[keyof typeof to]): unknown => {
  const { chat, rules } = after([inputsTaken], called(text), place);
  const [block] = chat.messages[0]?.blocks ?? [];
  return block?.type === "tool-call" ? [block.input, rules] : null;
};

test("arguments are the object that their text says", () => {
  expect(inputFor('{"a":[1]}', to.anthropic)).toEqual([{ json: { a: [1] } }, []]);
  expect(inputFor('{"a":[1]}', to.responses)).toEqual([{ text: '{"a":[1]}' }, []]);
});

test("no arguments are an empty object", () => {
  for (const place of [to.anthropic, to.gemini, to.openai]) expect(inputFor("", place)).toEqual([{ json: {} }, []]);
});

test("what is no object, or no JSON, is not lost where there have to be objects", () => {
  expect(inputFor("[1]", to.anthropic)).toEqual([{ json: { arguments: [1] } }, ["calls.input 1"]]);
  expect(inputFor('{"a":', to.gemini)).toEqual([{ json: { arguments: '{"a":' } }, ["calls.input 1"]]);
  expect(inputFor('{"a":', to.openai)).toEqual([{ text: '{"a":' }, []]);
});

test("a plain text stays one where such tools are known, and is an object elsewhere", () => {
  const chat = from.responses([{ type: "custom_tool_call", call_id: "1", name: "patch", input: "*** Begin" }]);

  expect(after([inputsTaken], chat, to.openai).chat).toBe(chat);
  for (const place of [to.zai, to.anthropic, to.gemini])
    expect(after([inputsTaken], chat, place).chat.messages).toMatchObject([
      { blocks: [{ input: { json: { input: "*** Begin" } } }] },
    ]);
});

test("the result of a call with a plain text is what Responses expects for one", () => {
  const chat = from.chat([
    { role: "assistant", tool_calls: [{ id: "1", type: "custom", custom: { name: "patch", input: "*** Begin" } }] },
    { role: "tool", tool_call_id: "1", content: "done" },
  ]);

  expect(openaiResponses.writeRequest(after([inputsTaken], chat, to.responses).chat).body).toMatchObject({
    input: [
      { type: "custom_tool_call", call_id: "1", input: "*** Begin" },
      { type: "custom_tool_call_output", call_id: "1", output: "done" },
    ],
  });
});
