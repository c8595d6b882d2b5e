import { expect, test } from "bun:test";
import { createToolSessions } from "../../src/state/tool-sessions.ts";
import { exchangeOf } from "../support/exchange.ts";

const requestOf = (name: string | null, session: string | null) => {
  const exchange = exchangeOf("/v1/messages", name === null ? {} : { headers: { "x-claude-code-session-id": name } });
  exchange.notes.session = session === null ? null : { id: session, turn: 1, joined: "explicit", isUtility: false };
  return exchange;
};

test("a tool's conversation is found by the name that the tool has for it; the latest counts", () => {
  const sessions = createToolSessions();

  sessions.note(requestOf("5e8f", "s_1"));
  sessions.note(requestOf("5e8f", "s_2"));
  sessions.note(requestOf(null, "s_3"));
  sessions.note(requestOf("aaaa", null));

  expect(["5e8f", "aaaa", "never"].map(sessions.named)).toEqual(["s_2", null, null]);
});

test("only so many are remembered, those that were used last", () => {
  const sessions = createToolSessions();
  for (let number = 0; number < 600; number++) {
    sessions.note(requestOf("kept", "s_kept"));
    sessions.note(requestOf(`n${number}`, `s_${number}`));
  }

  expect(["kept", "n599", "n0"].map(sessions.named)).toEqual(["s_kept", "s_599", null]);
});
