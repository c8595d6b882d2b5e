import { expect, test } from "bun:test";
import { type Recording, turnsOf } from "../../../src/offline/simulate/recording.ts";
import { model, user } from "../../support/sessions.ts";

const recording = (items: Recording["items"], isAsked = false): Recording => ({
  ...{ name: "a talk", dialect: "anthropic", head: { model: "m" }, list: "messages", items, isAsked },
});
const bodies = (one: Recording): readonly unknown[] =>
  [...turnsOf(one)].map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)));

test("there is a request for each answer, with all that was said before it", () => {
  const talk = [user("a"), model("1"), user("b"), model("2"), user("c")];

  expect(bodies(recording(talk))).toEqual([
    { model: "m", messages: talk.slice(0, 1) },
    { model: "m", messages: talk.slice(0, 3) },
  ]);
  expect(bodies(recording(talk, true)).length).toBe(3);
});

test("several items of the model's are one answer", () => {
  const items = [
    user("a"),
    { type: "reasoning", id: "r" },
    { type: "function_call", call_id: "c" },
    { type: "function_call_output", call_id: "c", output: "x" },
    { type: "message", role: "assistant", content: "Done." },
  ];
  const turns = [...turnsOf({ ...recording(items), list: "input", dialect: "openai-responses" })];
  expect(turns.map(({ answer }) => answer.length)).toEqual([2, 1]);
});
