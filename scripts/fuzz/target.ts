import type fc from "fast-check";

/** One thing to feed with what nobody would write: what must hold for every input. */
export type Target = {
  readonly name: string;
  readonly claim: string;
  /** Throws, or returns false, for an input that breaks the claim. */
  readonly property: fc.IRawProperty<unknown>;
};

/** Stops with a sentence where two values are not the same. */
export const same = (found: unknown, expected: unknown, what: string): void => {
  if (Bun.deepEquals(found, expected)) return;
  throw new Error(`${what}: found ${Bun.inspect(found)}, expected ${Bun.inspect(expected)}`);
};
