import type { UpstreamView } from "../../src/control/contract.ts";
import type { FailureCode } from "../../src/core/errors.ts";
import { failureWords } from "../../src/core/failure-words.ts";
import type { Meaning } from "../output/colour.ts";
import { lasted, unknown } from "../output/units.ts";

type Standing = Pick<UpstreamView, "state" | "sinceAt" | "untilAt" | "reason">;

/** The colour of each state. */
export const standingMeaning: Readonly<Record<Standing["state"], Meaning>> = {
  ok: "ok",
  limited: "warning",
  overloaded: "warning",
  failing: "warning",
  down: "error",
  unknown: "muted",
};

/** `ok`, `limited 41s` (for that long still), `FAILS 2m05` and `DOWN 2m05` (since then), `-` where nothing is known. */
export const standingWords = ({ state, sinceAt, untilAt }: Standing, now: number): string => {
  const since = sinceAt === null ? "" : ` ${lasted(Math.max(0, now - sinceAt))}`;
  switch (state) {
    case "limited":
    case "overloaded":
      return untilAt === null ? state : `${state} ${lasted(Math.max(0, untilAt - now))}`;
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

/** What is done about one whose circuit is open: `circuit open, next look in 8s`; nothing where it is closed. */
export const circuitWords = ({ circuit }: Pick<UpstreamView, "circuit">, now: number): string => {
  if (circuit == null) return "";
  if (circuit.state === "half-open") return "circuit half open: the next request is let through";
  return `circuit open, next look in ${lasted(Math.max(0, circuit.retryAt - now))}`;
};

/** What is left alone there, each in a few words: `glm-4.6 limited 41s (key ...p0Zz)`. */
export const coolingWords = ({ cooling = [] }: Pick<UpstreamView, "cooling">, now: number): readonly string[] =>
  cooling.map(({ state, key, model, untilAt }) => {
    const whose = key === null ? "" : ` (key ${key})`;
    return `${model ?? "every model"} ${state} ${lasted(Math.max(0, untilAt - now))}${whose}`;
  });

/** How its keys may be shown: `...p0Zz`, `...p0Zz and 2 more, 1 rests`; null = the client's own travels. */
export const keyWords = ({
  key,
  keys = [],
  cooling = [],
}: Pick<UpstreamView, "key" | "keys" | "cooling">): string | null => {
  if (key === null || keys.length < 2) return key;
  const resting = new Set(cooling.flatMap((one) => one.key ?? [])).size;
  return `${key} and ${keys.length - 1} more${resting === 0 ? "" : `, ${resting} ${resting === 1 ? "rests" : "rest"}`}`;
};

/** Why, in brackets; nothing where there is no reason. */
export const reasonWords = ({ reason }: Pick<Standing, "reason">): string => {
  if (reason === null) return "";
  return `(${isStatus(reason) ? reason.replace("_", " ") : failureWords(reason)})`;
};

/** Why a request was not sent there, or not left there, by the one word that the daemon has for it. */
export const movedWords = (reason: string): string =>
  moved[reason] ?? failureWords(`upstream_${reason}` as FailureCode).replace(/^upstream /, ""); // what is not known stays as it is

const moved: Readonly<Record<string, string>> = {
  open: "its circuit is open",
  "half-open": "its circuit is open",
  limited: "it answered 429",
  overloaded: "it is overloaded",
  failed: "it answered with an error of its own",
  budget: "its budget is used up",
  limit: "its own limit is reached",
  error_first: "its answer began with an error",
  key_rejected: "key refused",
};

const isStatus = (reason: NonNullable<Standing["reason"]>): reason is `status_${number}` =>
  reason.startsWith("status_");
