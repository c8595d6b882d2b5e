import { expect, test } from "bun:test";
import type { DialectName } from "../../src/core/dialect-name.ts";
import { noUsage, type Usage } from "../../src/core/usage.ts";
import { anthropic } from "../../src/dialects/anthropic/index.ts";
import { dialects } from "../../src/dialects/index.ts";
import { eventsOf as eventsOfAnswer } from "../../src/translation/answer/events.ts";
import { translateAnswer } from "../../src/translation/answer/index.ts";
import { wayOf } from "../translation/answer/ways.ts";
import { eventsOf, meaningOf } from "./laws.ts";

/** What an answer took, with every part of it that some format tells. */
const taken: Usage = {
  ...{ inputTokens: 100, cacheReadTokens: 60, cacheWriteTokens: 20, cacheWrite1hTokens: 5, inputAudioTokens: 3 },
  ...{ outputTokens: 30, reasoningTokens: 7, outputAudioTokens: 2, webSearches: null },
};

/** The parts that a format has a place for. */
const parts: Readonly<Record<DialectName, readonly (keyof Usage)[]>> = {
  anthropic: ["cacheReadTokens", "cacheWriteTokens", "cacheWrite1hTokens", "reasoningTokens"],
  "openai-chat": ["cacheReadTokens", "cacheWriteTokens", "reasoningTokens"],
  "openai-responses": ["cacheReadTokens", "cacheWriteTokens", "reasoningTokens"],
  gemini: ["cacheReadTokens", "reasoningTokens"],
  unified: ["cacheReadTokens", "cacheWriteTokens", "reasoningTokens"],
};

const only = (usage: Usage | null | undefined, names: readonly (keyof Usage)[]) =>
  Object.fromEntries(["inputTokens" as const, "outputTokens" as const, ...names].map((name) => [name, usage?.[name]]));

const answerWith = (usage: Usage | null) => ({
  ...anthropic.readAnswer({ id: "a", model: "m", content: [{ type: "text", text: "hi" }], stop_reason: "end_turn" }),
  ...{ usage, origin: null },
});

const body = { stream_options: { include_usage: true }, input: [], contents: [] };

for (const from of dialects)
  for (const to of dialects) {
    if (from === to) continue;
    const back = () => translateAnswer(wayOf(from, to, { body }));

    test(`what a vendor of ${from.name} took comes to the same sums as ${to.name}, whole and streamed`, () => {
      const both = parts[from.name].filter((name) => parts[to.name].includes(name));
      const written = from.writeAnswer(answerWith(taken));
      const writer = from.eventWriter();
      const stream = back().stream();
      const events = eventsOfAnswer(answerWith(taken)).map((event) => writer.write({ ...event, origin: null }));
      const bytes = Buffer.concat([stream.take(Buffer.from(events.join(""))), stream.rest()]);
      const told = meaningOf(eventsOf(bytes), to.eventReader()).findLast(({ type }) => type === "usage");

      expect(only(to.readAnswer(back().whole(written)).usage, both)).toEqual(only(taken, both));
      expect(only(told?.type === "usage" ? told.usage : null, both)).toEqual(only(taken, both));
    });

    test(`what a vendor of ${from.name} has not counted is nowhere as ${to.name}, but 0 where clients fail without`, () => {
      const written = back().whole(from.writeAnswer(answerWith(null)));
      const { usage } = to.readAnswer(written);

      if (to.name === "openai-responses")
        expect(usage).toEqual({ ...noUsage, inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, reasoningTokens: 0 });
      else expect(usage).toBeNull();
    });
  }
