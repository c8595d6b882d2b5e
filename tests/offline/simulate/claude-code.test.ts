import { expect, test } from "bun:test";
import { claudeCodeConversations } from "../../../src/offline/simulate/claude-code.ts";
import { model, user } from "../../support/sessions.ts";

const line = (uuid: string, parentUuid: string | null, message: unknown) =>
  JSON.stringify({ uuid, parentUuid, message });
const said = (text: string) => [{ type: "text", text }];

test("of each tree the longest line is the conversation, and pieces of one answer are put together", () => {
  const text = [
    line("a", null, user("one")),
    line("b", "a", model(said("first"))),
    line("c", "b", model(said("second"))),
    line("d", "a", model(said("another way"))),
    '{"type":"summary","summary":"none of it"}',
    line("e", "c", user("two")),
    line("x", null, user("elsewhere")),
  ].join("\n");

  expect(claudeCodeConversations(text)).toEqual([
    [user(said("one")), model([...said("first"), ...said("second")]), user(said("two"))],
    [user(said("elsewhere"))],
  ]);
});

test("messages that go round in circles end", () => {
  const text = [line("a", null, user("one")), line("b", "a", model("b")), line("a", "b", user("again"))].join("\n");
  expect(claudeCodeConversations(text).length).toBe(1);
});
