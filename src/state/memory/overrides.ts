import type { MemoryMode } from "../../core/memory.ts";
import { memoryModes } from "../../core/memory.ts";
import type { Board } from "../../core/shared.ts";
import type { JsonObject } from "../../lib/json.ts";
import { openPerSession, type PerSession } from "../per-session.ts";
import { sharedPerSession } from "../shared/per-session.ts";

/** How a person wants one conversation treated, whatever is said of the others. */
export type Override = { readonly mode: MemoryMode };

/** Which conversations are treated by themselves. */
export type Overrides = PerSession<Override>;

/** The overrides of this file; null = they end with the daemon. With a board they are those of all daemons. */
export const openOverrides = (file: string | null, now: () => number, board: Board | null = null): Overrides => {
  const own = openPerSession({ file, now, read });
  return board === null ? own : sharedPerSession(own, { board, topic: "modes", read });
};

const read = ({ mode }: JsonObject): Override | null => {
  const known = memoryModes.find((one) => one === mode);
  return known === undefined ? null : { mode: known };
};
