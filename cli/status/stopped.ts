import { existsSync, readFileSync } from "node:fs";
import type { Context } from "../command.ts";
import { dayAndTime } from "../output/units.ts";
import { visible } from "../output/visible.ts";

/** When a daemon ended by itself, and why. */
export type LastStop = { readonly at: number; readonly reason: string };

/** How the last one ended; null = not by itself, or nobody knows. */
export const lastStop = ({ paths }: Pick<Context, "paths">): LastStop | null =>
  wasKilled(paths) ? null : readLastStop(paths.lastStop);

/** A daemon that ends by itself takes its socket away. */
const wasKilled = ({ socket }: Context["paths"]): boolean => existsSync(socket);

/** That none runs, how to start one, and how the last one ended. */
export const stoppedLine = ({ paths, now, paint }: Pick<Context, "paths" | "now" | "paint">): string => {
  const last = lastStop({ paths });
  const clean =
    last === null ? "" : `          Last stop: ${dayAndTime(last.at, now())} (${visible(last.reason)}, clean)`;
  const when = wasKilled(paths) ? "          Last stop: not clean (killed or crashed)" : clean;
  return `${paint("muted", "not running.")}   Start it:  proxy-cli start${when}`;
};

/** The daemon writes it as its last act; what is missing or damaged tells nothing. */
const readLastStop = (file: string): LastStop | null => {
  try {
    const value = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Partial<LastStop>) : {};
    return typeof value.at === "number" && typeof value.reason === "string"
      ? { at: value.at, reason: value.reason }
      : null;
  } catch {
    return null;
  }
};
