import { expect, test } from "bun:test";
import { realtimeSession } from "../../../src/simulator/openai/realtime.ts";

const types = (events: readonly { readonly type: string }[]): readonly string[] => events.map(({ type }) => type);
const say = (text: string): string =>
  JSON.stringify({
    type: "conversation.item.create",
    item: { type: "message", role: "user", content: [{ type: "input_text", text }] },
  });

test("a session begins with its own description", () => {
  expect(realtimeSession("gpt-realtime").opening()).toMatchObject([
    { type: "session.created", session: { type: "realtime", model: "gpt-realtime" } },
  ]);
});

test("it repeats what it was told, word by word", () => {
  const session = realtimeSession("m");
  expect(types(session.answer(say("hello you there")))).toEqual(["conversation.item.added", "conversation.item.done"]);

  const events = session.answer('{"type":"response.create"}');

  expect(types(events)).toEqual([
    "response.created",
    "response.output_item.added",
    ...Array.from({ length: 3 }, () => "response.output_text.delta"),
    "response.output_text.done",
    "response.output_item.done",
    "response.done",
  ]);
  expect(events.at(-1)).toMatchObject({ response: { status: "completed", usage: { output_tokens: 3 } } });
});

test("settings of the session are kept and told", () => {
  expect(realtimeSession("m").answer('{"type":"session.update","session":{"instructions":"short"}}')).toMatchObject([
    { type: "session.updated", session: { model: "m", instructions: "short" } },
  ]);
});

test("what it does not know is an error event, not the end", () => {
  const session = realtimeSession("m");

  expect(session.answer('{"type":"sing"}')).toMatchObject([{ type: "error", error: { code: "unknown_event" } }]);
  expect(session.answer("no json")).toMatchObject([{ type: "error", error: { code: "invalid_json" } }]);
});
