import { expect, test } from "bun:test";
import { conversationLines, turnsOf } from "../../../../cli/dashboard/request/conversation.ts";
import type { Conversation, RequestDetail } from "../../../../src/core/request-detail.ts";
import { forgottenDetail, okDetail } from "../../../support/request-details.ts";

const empty: Conversation = { system: [], tools: [], messages: [], answer: [], cut: 0 };
const said = (text: string) => ({ kind: "text", name: null, text, bytes: text.length }) as const;
const shown = (detail: RequestDetail, unfolded: readonly number[] = [], chosen = 0) => {
  const { lines, begins } = conversationLines(detail, { chosen, unfolded, width: 76 });
  return {
    begins,
    rows: lines.map((line) =>
      line
        .map(({ text }) => text)
        .join("")
        .trimEnd(),
    ),
  };
};
const of = (conversation: Partial<Conversation>): RequestDetail => ({
  ...okDetail,
  conversation: { ...empty, ...conversation },
});

test("the system's words and the tools come first, the answer last, and what is empty is left out", () => {
  const whole = {
    ...{ system: [said("be kind")], tools: [{ name: "Read", bytes: 3 }], answer: [said("yes")], cut: 0 },
    messages: [{ role: "user", parts: [said("hi")] }],
  };

  expect(turnsOf(whole).map(({ who }) => who)).toEqual(["system", "tools", "user", "answer"]);
  expect(turnsOf(empty)).toEqual([]);
});

test("a folded turn is one line with what is in it, an unfolded one has all of it", () => {
  const folded = shown(okDetail);
  expect(folded.begins).toEqual(folded.rows.map((_, at) => at).slice(0, folded.begins.length));
  expect(folded.rows.join("\n")).toContain("[thinking] [Read] I look at the tests first.");
  expect(folded.rows.join("\n")).toContain("[failed] [image]");

  const at = turnsOf(okDetail.conversation ?? empty).findIndex(({ who }) => who === "user");
  const open = shown(okDetail, [at], at);
  expect(open.rows[open.begins[at] ?? 0]).toMatch(/^>- user/);
  expect(open.rows.join("\n")).toContain("     They fail since Monday.");
});

test("a turn without end is cut, and what the daemon left out is told", () => {
  const endless = said("word ".repeat(100_000));

  expect(shown(of({ answer: [endless] }), [0]).rows.length).toBeLessThan(2100);
  expect(shown(of({ answer: [said("x")], cut: 1234 })).rows.at(-1)).toBe(" 1,234 more characters are left out here");
});

test("where there is none, it says why", () => {
  expect(shown(forgottenDetail).rows.join(" ")).toContain("Only the latest requests are kept in memory");
  expect(shown(of({})).rows.join(" ")).toContain("Nothing was said.");
});
