import type { MemoryMode } from "../../core/memory.ts";
import { memoryModes } from "../../core/memory.ts";
import { openPerSession, type PerSession } from "../per-session.ts";

/** How a person wants one conversation treated, whatever is said of the others. */
export type Override = { readonly mode: MemoryMode };

/** Which conversations are treated by themselves. */
export type Overrides = PerSession<Override>;

/** The overrides of this file; null = they end with the daemon. */
export const openOverrides = (file: string | null, now: () => number): Overrides =>
  openPerSession({
    ...{ file, now },
    read: ({ mode }) => {
      const known = memoryModes.find((one) => one === mode);
      return known === undefined ? null : { mode: known };
    },
  });
