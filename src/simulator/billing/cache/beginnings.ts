/** One piece of a prompt, in the order in which vendors put it before the model. */
export type Step = {
  /** All that has to be the same for the vendor to see the same piece. */
  readonly text: string;
  readonly tokens: number;
};

/** A prompt up to the end of one of its pieces. */
export type Beginning = { readonly key: string; readonly tokens: number };

/** Every beginning of a prompt, the shortest first; `salt` keeps apart what vendors keep apart (models). */
export const beginningsOf = (steps: readonly Step[], salt: string): readonly Beginning[] => {
  const hasher = new Bun.CryptoHasher("sha256").update(salt);
  let tokens = 0;
  return steps.map((step) => {
    hasher.update(`${step.text.length}:${step.text}`);
    tokens += step.tokens;
    return { key: hasher.copy().digest("hex"), tokens };
  });
};
