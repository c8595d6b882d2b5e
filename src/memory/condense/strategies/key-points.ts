import { ground, type Strategy } from "./strategy.ts";

/** A list of what has to be known. */
export const keyPoints: Strategy = {
  name: "key-points",
  version: 1,
  system: `${ground} Write a list of key points, one fact a line, the ones most likely to be needed first.`,
  carriesOn: false,
};
