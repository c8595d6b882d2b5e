import { expect } from "bun:test";
import type { JsonObject } from "../../src/lib/json.ts";
import { type Conversation, recordedConversations } from "../support/conversations.ts";
import { type Place, places } from "../support/destinations.ts";
import { recordedTest } from "../support/recordings.ts";
import { promptOf, sentTo } from "../support/translated.ts";

recordedTest(
  "every recorded conversation of an agent goes on at every other vendor, and begins as it began before",
  () => {
    const wrong = recordedConversations(process.env).flatMap((conversation) =>
      places
        .filter(({ destination }) => destination.dialect !== conversation.dialect)
        .flatMap((place) =>
          flawsOf(conversation, place).map((flaw) => `${conversation.name} to ${place.name}: ${flaw}`),
        ),
    );

    expect(wrong).toEqual([]);
  },
  240_000,
);

const flawsOf = ({ dialect, system, messages }: Conversation, place: Place): readonly string[] => {
  if (dialect === "unified" || messages.length === 0) return [];
  const sent = (count: number): JsonObject =>
    sentTo(dialect, { system, messages: messages.slice(0, count) }, place.destination).body;
  const whole = sent(messages.length);
  const ends = messages.flatMap(({ role }, at) => (role === "assistant" ? [] : [at + 1])).slice(-3);
  const changed = ends.filter((end) => !isBeginning(promptOf(sent(end)), promptOf(whole)));
  return [...place.problems(whole).slice(0, 3), ...changed.map((end) => `the first ${end} messages change later`)];
};

const isBeginning = (before: readonly string[], after: readonly string[]): boolean =>
  before.every((piece, at) => piece === after[at]);
