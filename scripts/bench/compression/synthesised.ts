import type { JsonObject } from "../../../src/lib/json.ts";
import type { Recording } from "../../../src/offline/simulate/recording.ts";
import { bodyOf } from "../../../tests/support/dialogues.ts";
import { synthesised } from "../../../tests/support/synthesised.ts";

/** A conversation in Anthropic's format that nobody had, so long that its last request has about this many bytes. */
export const longConversation = (bytes: number, seed = 1): Recording => {
  const turns = synthesised({ seed, answers: Math.ceil(bytes / leastPerTurn) }).flatMap(
    ({ said, texts, calls }, at) => [
      ...said.filter(({ by }) => by !== "system"),
      { by: "model", texts: texts.length + calls.length === 0 ? [`Done with ${at}.`] : texts, calls } as const,
    ],
  );
  const { messages } = bodyOf.anthropic(turns) as { messages: readonly JsonObject[] };
  return {
    ...{ name: `synthesised, ${bytes / 1000} KB`, dialect: "anthropic", list: "messages", isAsked: false },
    head: { model: "claude-sonnet-4-6", max_tokens: 8192, system: "You repair programs. ".repeat(400) },
    items: messages,
  };
};

/** A turn has more than this on the average. */
const leastPerTurn = 3000;
