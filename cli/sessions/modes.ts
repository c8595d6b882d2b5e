import type { Status } from "../../src/control/contract.ts";

/** How much may be left out of conversations. */
export type Mode = Status["memory"]["mode"];

/** All of them, the most careful first. */
export const memoryModes = ["off", "shadow", "lossless", "balanced", "aggressive"] as const satisfies readonly Mode[];

/** What may be said of one conversation. */
export const compressWords = ["on", "off", "default", ...memoryModes.slice(1)] as const;
