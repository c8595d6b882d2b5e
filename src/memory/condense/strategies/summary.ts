import { ground, type Strategy } from "./strategy.ts";

/** A text that tells it all in its order. */
export const summary: Strategy = {
  name: "summary",
  version: 1,
  system: `${ground} Write a summary in the order in which it happened, in short paragraphs.`,
  carriesOn: false,
};
