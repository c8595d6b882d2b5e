import { existsSync, readFileSync } from "node:fs";
import type { Context } from "../command.ts";
import { counted, dayAndTime } from "../output/units.ts";
import { visible } from "../output/visible.ts";

/** When a daemon ended by itself, and why; `violations` = how often `--paranoid` saw something that must never be. */
export type LastStop = { readonly at: number; readonly reason: string; readonly violations?: number };

/** How the last one ended; null = not by itself, or nobody knows. */
export const lastStop = ({ paths }: Pick<Context, "paths">): LastStop | null =>
  wasKilled(paths) ? null : readLastStop(paths.lastStop);

/** A daemon that ends by itself takes its socket away. */
const wasKilled = ({ socket }: Context["paths"]): boolean => existsSync(socket);

/** That none runs, how to start one, and how the last one ended. */
export const stoppedLine = ({ paths, now, paint }: Pick<Context, "paths" | "now" | "paint">): string => {
  const last = lastStop({ paths });
  const clean =
    last === null
      ? ""
      : `          Last stop: ${dayAndTime(last.at, now())} (${visible(last.reason)}, ${howClean(last)})`;
  const when = wasKilled(paths) ? "          Last stop: not clean (killed or crashed)" : clean;
  return `${paint("muted", "not running.")}   Start it:  proxy-cli start${when}`;
};

const howClean = ({ violations = 0 }: LastStop): string =>
  violations === 0 ? "clean" : `${counted(violations, "invariant")} broken: see proxy-cli logs`;

/** The daemon writes it as its last act; what is missing or damaged tells nothing. */
const readLastStop = (file: string): LastStop | null => {
  try {
    const value = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Partial<LastStop>) : {};
    return typeof value.at === "number" && typeof value.reason === "string"
      ? { at: value.at, reason: value.reason, ...(isCount(value.violations) && { violations: value.violations }) }
      : null;
  } catch {
    return null;
  }
};

const isCount = (value: unknown): value is number => typeof value === "number" && value > 0;
