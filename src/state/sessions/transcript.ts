import type { DialectName } from "../../core/dialect-name.ts";
import type { Transcript } from "../../memory/transcript/transcript.ts";
import { type Reading, valueAt } from "./read.ts";

/** The conversation that a body was read as, with its own words where they are asked for. */
export const transcriptOf = (dialect: DialectName, { list: { bytes, name, spans }, units }: Reading): Transcript => {
  const read = new Map<number, unknown>();
  return {
    dialect,
    entries: units.map(({ entry }) => entry),
    pathOf: (entry) => [name, entry],
    jsonOf: (entry) => {
      const span = spans[entry];
      if (span !== undefined && !read.has(entry)) read.set(entry, valueAt(bytes, span));
      return read.get(entry);
    },
  };
};
