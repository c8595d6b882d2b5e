import type { KeptAnswer } from "../../src/core/answer-cache.ts";
import type { SharedValues } from "../../src/core/shared.ts";
import { type AnswerCache, openAnswerCache } from "../../src/state/cache/index.ts";
import { createAlone } from "../../src/state/shared/alone.ts";

type Parts = {
  readonly file?: string | null;
  readonly now?: () => number;
  /** What daemons share; without it this one is alone. */
  readonly values?: SharedValues;
};

/** A cache of answers that writes when it is told to, and what went wrong in it. */
export const answerCacheWith = ({ file = null, now = () => 0, values }: Parts = {}) => {
  const alone = createAlone(now);
  const waiting: (() => void)[] = [];
  const troubles: string[] = [];
  const standing = () => ({ state: "connected" as const, sinceAt: 0, reason: null });
  const cache: AnswerCache = openAnswerCache({
    file,
    shared: values === undefined ? alone : { ...alone, values, standing },
    now,
    later: (work) => void waiting.push(work),
    onTrouble: (what) => void troubles.push(what),
  });
  const write = (): void => {
    for (const work of waiting.splice(0)) work();
  };
  return { cache, write, troubles };
};

/** What surroundings need of it. */
export const nothingAnswered = () => ({ answerCache: answerCacheWith().cache, secret: () => "secret" });

/** An answer that is kept under the name `key`. */
export const keptAnswer = (more: Partial<KeptAnswer> = {}): KeptAnswer => ({
  key: "key",
  headers: [["content-type", "application/json"]],
  body: new TextEncoder().encode('{"content":"hello"}'),
  isStream: false,
  storedAt: 1000,
  endsAt: 601_000,
  model: "claude-x",
  avoided: { inputTokens: 1000, outputTokens: 88, costMicros: 4320 },
  ...more,
});
