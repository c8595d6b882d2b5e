import type { Arm } from "../../src/memory/learning/arms.ts";
import { type ArmQuestion, type Learning, openLearning } from "../../src/state/memory/learning.ts";

type Given = Partial<Parameters<typeof openLearning>[0]>;

/** Numbers from 0 to below 1 that look like chance and are the same each time. */
export const numbersFrom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** Learning without a file, unless one is given; what waits is written when it is closed. */
export const learningWith = (given: Given): Learning =>
  openLearning({
    ...{ file: null, now: () => 0, salt: () => "salt", random: numbersFrom(1), recallsOf: async () => 0 },
    ...{ later: () => undefined, onTrouble: () => undefined },
    ...given,
  });

/** A conversation that begins in a folder. */
export const beginning = (session: string, more: Partial<ArmQuestion> = {}): ArmQuestion => ({
  ...{ session, parent: null, isNew: true, profile: "BALANCED", place: () => "/home/me/project" },
  ...more,
});

/** Has a conversation go on for some requests that save such a share, and end; its arm. */
export const livedThrough = async (
  learning: Learning,
  question: ArmQuestion,
  savedShareOf: (arm: Arm | null) => number,
): Promise<Arm | null> => {
  const arm = learning.armOf(question);
  const savedMicros = Math.round(1000 * savedShareOf(arm));
  for (let at = 0; at < 4; at++)
    learning.ended(question.session, {
      ...{ costMicros: 1000 - savedMicros, savedMicros },
      ...{ askedAgain: 0, isRepeated: false, isAnswered: true },
    });
  await learning.over([question.session]);
  return arm;
};
