import type { Origin } from "./chat.ts";

/** A place below another one. */
export const below = ({ dialect, path }: Origin, ...steps: readonly (string | number)[]): Origin => ({
  dialect,
  path: [...path, ...steps],
});
