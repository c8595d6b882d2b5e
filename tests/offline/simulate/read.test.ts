import { expect, test } from "bun:test";
import { recordingIn } from "../../../src/offline/simulate/read.ts";
import { model, user } from "../../support/sessions.ts";

test("a body keeps its fields, and its last message was sent", () => {
  const body = { model: "m", system: "You help.", messages: [user("a"), model("b"), user("c")] };

  expect(recordingIn(JSON.stringify(body), "a.json")).toEqual({
    ...{ name: "a.json", dialect: "anthropic", list: "messages", isAsked: true },
    head: { model: "m", system: "You help." },
    items: body.messages,
  });
});

test("calls among the blocks of a message are Anthropic's", () => {
  const list = [user("a"), model([{ type: "tool_use", id: "t", name: "Read", input: {} }])];
  expect(recordingIn(JSON.stringify(list), "a.json")?.dialect).toBe("anthropic");
});

test("of a trace its body counts, and what is cut has none", () => {
  const text = JSON.stringify({ model: "m", messages: [user("a")] });
  const trace = (body: string) => JSON.stringify({ id: "r_1", request: { body: { text: body, isCut: false } } });

  expect(recordingIn(trace(text), "r.json")?.items).toEqual([user("a")]);
  expect(recordingIn(trace(text.slice(0, 10)), "r.json")).toBeNull();
});

test("what is no conversation is none", () => {
  expect(recordingIn("hello", "a.txt")).toBeNull();
  expect(recordingIn('{"name":"x"}', "a.json")).toBeNull();
  expect(recordingIn("[1,2]", "a.json")).toBeNull();
});
