import { ground, type Strategy } from "./strategy.ts";

/** One summary that is carried on: what was condensed before goes into the next one. */
export const progressive: Strategy = {
  name: "progressive",
  version: 1,
  system: `${ground} Where an earlier summary is given, carry it on: keep what still counts of it, and add what is new.`,
  carriesOn: true,
};
