/** What comes before the colon in an action's summary: `NAME:`, `[FILE] [--full]:`. */
const told = /^((?:\[?(?:[A-Z]+|--[a-z-]+)\]?\s?)+):/;

/** The words that an action takes behind its name, as its summary says: `NAME` has to be there, `[NAME]` may be. */
export const wordsOfAction = (summary: string): readonly string[] =>
  (told.exec(summary)?.[1] ?? "").split(" ").filter((word) => word !== "" && !word.includes("--"));
