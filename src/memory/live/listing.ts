import { textOrNull } from "../../lib/json.ts";
import { idOf, leftOut } from "../shrinkers/placeholder.ts";
import type { Shrinker } from "../shrinkers/shrinker.ts";

/** A line of `ls -l`: what it is, who may, how many links, whose, how large, since when, its name. */
const entry =
  /^([bcdlps-])([r-][w-][xsS-][r-][w-][xsS-][r-][w-][xtT-])[@+.]? +\d+ +\S+ +\S+ +([\d.,]+[KMGTP]?) +(?:[A-Z][a-z]{2} +\d{1,2} +[\d:]{4,5}|\d{4}-\d\d-\d\d \d\d:\d\d(?::[\d.]+)?(?: [+-]\d{4})?) (.+)$/;

/** How such a line begins: quick to see. */
const begins = /^[bcdlps-][r-][w-][xsS-][r-][w-]/;
const beginsAnywhere = /^[bcdlps-][r-][w-][xsS-][r-][w-]/m;

/** Fewer entries stay as they are. */
const leastEntries = 8;

/**
 * Of listings by `ls -l`, each name with its size; a folder ends in `/`, what can be run in `*`. Keeps: every name, size and
 * target of a link, and all other lines. Leaves out who may do what, owners and dates.
 */
export const listing: Shrinker = {
  name: "listing",
  version: 1,
  isLossy: true,
  from: "balanced",
  suits: (text, { piece }) => (beginsAnywhere.test(text) ? { id: idOf(piece.hash) } : null),
  apply: (text, { id }) => {
    let entries = 0;
    const lines = text.split("\n").map((line) => {
      if (!begins.test(line)) return line;
      const [, kind, rights, size, name] = entry.exec(line.replace(/\r$/, "")) ?? [];
      if (kind === undefined || rights === undefined || name === undefined) return line;
      entries++;
      return kind === "d" ? `${name}/` : `${size} ${name}${kind !== "l" && rights.includes("x") ? "*" : ""}`;
    });
    return entries < leastEntries
      ? null
      : [...lines, leftOut("rights, owners and dates", textOrNull(id) ?? "")].join("\n");
  },
};
