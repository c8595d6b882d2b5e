import { describe, expect, test } from "bun:test";
import { recordedConversations } from "../support/conversations.ts";
import { chanceFrom, replay, replayable } from "../support/replay.ts";
import { sessionsWith } from "../support/sessions.ts";

const conversations = replayable(recordedConversations(process.env));
if (conversations.length === 0) console.warn("SKIPPED: there are no recorded conversations at $PROXY_DATA.");

describe.skipIf(conversations.length === 0)("recorded conversations, mixed at random, without any id", () => {
  for (const seed of [1, 2]) {
    test(`V3, C6: turns come to the session of their conversation, and no two become one (order ${seed})`, async () => {
      const { sessions } = sessionsWith();

      const { turns, right, merges, wrong } = await replay(sessions, conversations, chanceFrom(seed));

      expect({ merges, share: right / turns >= 0.99, wrong: right / turns >= 0.99 ? [] : wrong }).toEqual({
        ...{ merges: 0, share: true, wrong: [] },
      });
    }, 60_000);
  }
});
