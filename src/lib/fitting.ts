import { anyGlob } from "./glob.ts";

/** Whom a rule is for, as it is written: by a word, such as `model`, the patterns of which one has to fit. */
export type When<Word extends string> = { readonly [One in Word]?: string | readonly string[] | undefined };

/** The same, ready to be asked. */
export type Fitting<Word extends string> = {
  /** `client claude-*, model opus or sonnet`; null = it is for all. */
  readonly words: string | null;
  /** Whether all of it is so. What has no name fits no pattern; of several names one is enough. */
  readonly fits: (namesOf: (word: Word) => string | null | readonly (string | null)[]) => boolean;
};

/** Whom a rule is for. */
export const fittingOf = <Word extends string>(when: When<Word>): Fitting<Word> => {
  const conditions = (Object.keys(when) as Word[]).flatMap((word) => {
    const patterns: string | readonly string[] | undefined = when[word];
    return patterns === undefined ? [] : [{ word, glob: anyGlob(patterns) }];
  });
  return {
    words: conditions.length === 0 ? null : conditions.map(({ word, glob: { text } }) => `${word} ${text}`).join(", "),
    fits: (namesOf) =>
      conditions.every(({ word, glob }) => [namesOf(word)].flat().some((name) => name !== null && glob.fits(name))),
  };
};
