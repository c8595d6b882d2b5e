import { expect, test } from "bun:test";
import { joined } from "../../../../src/translation/request/messages/joined.ts";
import { paired } from "../../../../src/translation/request/messages/pairs.ts";
import { after, from, to } from "../../../support/steps.ts";

const call = (call_id: string, name = "f") => ({ type: "function_call", call_id, name, arguments: "{}" });
const output = (call_id: string, text = `out ${call_id}`) => ({ type: "function_call_output", call_id, output: text });
const user = (content: string) => ({ type: "message", role: "user", content });

const paired_ = (...input: readonly unknown[]) => after([joined, paired], from.responses(input), to.anthropic);

test("results stand right behind their calls, together and in their order", () => {
  expect(paired_(call("1"), call("2"), user("wait"), output("2"), output("1"))).toMatchObject({
    said: ["assistant: call(1,f) | call(2,f)", "tool: result(1: out 1) | result(2: out 2)", "user: wait"],
    rules: ["results.moved 2"],
  });
  expect(paired_(call("1"), call("2"), output("1"), output("2")).rules).toEqual([]);
});

test("a call that was broken off has a result that says so", () => {
  expect(paired_(call("1"), user("stop"))).toMatchObject({
    said: ["assistant: call(1,f)", "tool: result(1,error: [no result: the call was interrupted])", "user: stop"],
    rules: ["calls.interrupted 1"],
  });
});

test("many calls that have one id get one each, and are not looked through again for each of them", () => {
  const calls = Array.from({ length: 20_000 }, () => [call("same"), output("same")]).flat();
  const { chat } = after([joined, paired], from.responses(calls), to.anthropic); // this once took minutes
  const ids = chat.messages.flatMap(({ blocks }) => blocks.map((one) => (one.type === "tool-call" ? one.id : null)));

  expect(new Set(ids.filter((id) => id !== null)).size).toBe(20_000);
});

test("a result whose call was cut away is the user's text, in its place", () => {
  expect(paired_(output("1"), user("so?"))).toMatchObject({
    said: ["user: [Result of a tool whose call is no longer in the conversation] | out 1", "user: so?"],
    rules: ["results.orphan 1"],
  });
});

test("an id that comes twice is of two calls, each with its own result, also where one has none", () => {
  expect(paired_(call("1"), output("1", "a"), call("1"), output("1", "b")).said).toEqual([
    "assistant: call(1,f)",
    "tool: result(1: a)",
    "assistant: call(1_2,f)",
    "tool: result(1_2: b)",
  ]);
  expect(paired_(call("1"), user("stop"), call("1"), output("1", "b")).said.slice(1, 2)).toEqual([
    "tool: result(1,error: [no result: the call was interrupted])",
  ]);
});

test("calls without ids get some, and results without ids are found by name and order", () => {
  const chat = from.gemini([
    { role: "model", parts: ["f", "g", "f"].map((name) => ({ functionCall: { name, args: {} } })) },
    {
      role: "user",
      parts: ["f", "f", "g"].map((name, at) => ({ functionResponse: { name, response: { output: `${at}` } } })),
    },
  ]);

  expect(after([joined, paired], chat, to.anthropic).said).toEqual([
    "assistant: call(call_0,f) | call(call_1,g) | call(call_2,f)",
    "tool: result(call_0: 0) | result(call_1: 2) | result(call_2: 1)",
  ]);
});

test("results name their tool where they have to", () => {
  const { chat } = after([joined, paired], from.responses([call("1", "read"), output("1")]), to.gemini);

  expect(chat.messages[1]).toMatchObject({ blocks: [{ name: "read" }] });
});
