import type { Measure } from "../../core/dialect.ts";

/** How many tokens a text has, by its length alone. */
export const measure: Measure = (text) => Math.ceil(text.length / 4);
