import { expect, test } from "bun:test";
import { joinedTurns } from "../../src/core/turns.ts";
import { messageOf, textOf } from "../support/chat.ts";

const origin = { dialect: "openai-responses", path: [] } as const;
const said = (role: "user" | "assistant", text: string) => ({ ...messageOf(role, textOf(text)), origin });
const areOne = (before: { role: string }, after: { role: string }): boolean => before.role === after.role;

test("entries of another format that are one turn here become one message", () => {
  const [first, second, third] = [said("assistant", "a"), said("assistant", "b"), said("user", "c")];

  expect(joinedTurns([first, second, third], "anthropic", areOne)).toEqual([
    { ...first, blocks: [...first.blocks, ...second.blocks] },
    third,
  ]);
});

test("a format's own messages stay as they are", () => {
  const own = [said("user", "a"), said("user", "b")];

  expect(joinedTurns(own, "openai-responses", areOne)).toEqual(own);
});

test("a thousand entries of one turn are joined in no more steps than there are blocks", () => {
  const entries = Array.from({ length: 50_000 }, () => said("assistant", "a"));

  expect(joinedTurns(entries, "gemini", areOne)[0]?.blocks.length).toBe(50_000);
});
