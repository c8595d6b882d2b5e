import type { Row } from "./row.ts";

/** What becomes of messages and what is in them. */
export const messageRows = [] as const satisfies readonly Row[];
