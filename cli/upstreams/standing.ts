import type { UpstreamView } from "../../src/control/contract.ts";
import { failureWords } from "../../src/core/failure-words.ts";
import type { Meaning } from "../output/colour.ts";
import { lasted, unknown } from "../output/units.ts";

type Standing = Pick<UpstreamView, "state" | "sinceAt" | "untilAt" | "reason">;

/** The colour of each state. */
export const standingMeaning: Readonly<Record<Standing["state"], Meaning>> = {
  ok: "ok",
  limited: "warning",
  failing: "warning",
  down: "error",
  unknown: "muted",
};

/** `ok`, `limited 41s` (for that long still), `FAILS 2m05` and `DOWN 2m05` (since then), `-` where nothing is known. */
export const standingWords = ({ state, sinceAt, untilAt }: Standing, now: number): string => {
  const since = sinceAt === null ? "" : ` ${lasted(Math.max(0, now - sinceAt))}`;
  switch (state) {
    case "limited":
      return untilAt === null ? "limited" : `limited ${lasted(Math.max(0, untilAt - now))}`;
    case "failing":
      return `FAILS${since}`;
    case "down":
      return `DOWN${since}`;
    case "ok":
      return "ok";
    case "unknown":
      return unknown;
    default:
      return state satisfies never;
  }
};

/** Why, in brackets; nothing where there is no reason. */
export const reasonWords = ({ reason }: Pick<Standing, "reason">): string => {
  if (reason === null) return "";
  return `(${isStatus(reason) ? reason.replace("_", " ") : failureWords(reason)})`;
};

const isStatus = (reason: NonNullable<Standing["reason"]>): reason is `status_${number}` =>
  reason.startsWith("status_");
