import { expect, test } from "bun:test";
import fc from "fast-check";
import { comparisonOf } from "../../../cli/trace/comparison.ts";

const user = (content: unknown) => ({ role: "user", content });
const tool = (name: string, more: object = {}) => ({ name, input_schema: { type: "object" }, ...more });

test("a turn that goes on with a conversation differs in its new messages alone, wherever the marks for the cache moved", () => {
  const mark = { cache_control: { type: "ephemeral" } };
  const before = { model: "m", messages: [user([{ type: "text", text: "one", ...mark }])] };
  const after = {
    model: "m",
    messages: [user("one"), { role: "assistant", content: "a" }, user([{ type: "text", text: "two", ...mark }])],
  };

  const { fields, system, messages, marks } = comparisonOf(before, after);

  expect({ fields, system, messages }).toEqual({
    ...{ fields: [], system: null },
    messages: { before: 1, after: 3, same: 1, parting: null },
  });
  expect(marks).toEqual({ before: ["messages[0]"], after: ["messages[2]"] });
});

test("the place where a prompt was changed is named to the character", () => {
  const body = (day: string) => ({ system: [{ type: "text", text: `Be kind. It is ${day}.` }], messages: [] });

  expect(comparisonOf(body("Monday"), body("Tuesday")).system).toEqual({
    ...{ path: "system[0].text", character: 15 },
    ...{ before: "Be kind. It is Monday.", after: "Be kind. It is Tuesday." },
  });
});

test("what is inside a message is found: a result that changed, a part that went", () => {
  const result = (text: string) => user([{ type: "tool_result", tool_use_id: "t", content: text }]);
  const changed = comparisonOf({ messages: [user("a"), result("ok")] }, { messages: [user("a"), result("no")] });
  const gone = comparisonOf({ messages: [user("a"), user("b")] }, { messages: [user("a")] });

  expect(changed.messages).toMatchObject({
    same: 1,
    parting: { path: "messages[1].content[0].content", character: 0 },
  });
  expect(gone.messages).toEqual({ before: 2, after: 1, same: 1, parting: null });
});

test("tools are told by their names, in every format; another order is one", () => {
  const anthropic = comparisonOf(
    { tools: [tool("A"), tool("B"), tool("C")] },
    { tools: [tool("B", { description: "new" }), tool("A"), tool("D")] },
  );
  const chat = (name: string) => ({ type: "function", function: { name } });
  const gemini = (...names: string[]) => ({ tools: [{ functionDeclarations: names.map((name) => ({ name })) }] });

  expect(anthropic.tools).toEqual({
    before: 3,
    after: 3,
    added: ["D"],
    removed: ["C"],
    changed: ["B"],
    isReordered: true,
  });
  expect(comparisonOf({ tools: [chat("f")] }, { tools: [chat("g")] }).tools).toMatchObject({
    added: ["g"],
    removed: ["f"],
  });
  expect(comparisonOf(gemini("a"), gemini("a", "b")).tools).toMatchObject({ before: 1, after: 2, added: ["b"] });
});

test("the words of the other formats for the prompt are known", () => {
  const responses = comparisonOf(
    { instructions: "x", input: "hi" },
    { instructions: "y", input: [user("hi"), user("so")] },
  );
  const gemini = comparisonOf({ contents: [{ parts: [{ text: "a" }] }] }, { contents: [{ parts: [{ text: "b" }] }] });

  expect(responses).toMatchObject({ system: { path: "instructions" }, messages: { same: 1, parting: null } });
  expect(gemini.messages.parting).toMatchObject({ path: "contents[0].parts[0].text", before: "a", after: "b" });
});

test("settings beside the prompt are named with both values, null where there was none", () => {
  expect(comparisonOf({ max_tokens: 1, stream: true }, { max_tokens: 2, top_p: 1 }).fields).toEqual([
    { name: "max_tokens", before: 1, after: 2 },
    { name: "stream", before: true, after: null },
    { name: "top_p", before: null, after: 1 },
  ]);
});

test("whatever JSON it is, nothing differs from itself, and nothing throws", () => {
  const body = fc.dictionary(
    fc.constantFrom("system", "messages", "tools", "input", "contents", "max_tokens", "__proto__"),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(body, body, (one, other) => {
      const itself = comparisonOf(one, structuredClone(one));
      expect([itself.fields, itself.system, itself.messages.parting]).toEqual([[], null, null]);
      comparisonOf(one, other);
    }),
  );
});
