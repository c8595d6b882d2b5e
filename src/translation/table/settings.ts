import type { Row } from "./row.ts";

/** What becomes of everything in a request that is no message. */
export const settingRows = [] as const satisfies readonly Row[];
