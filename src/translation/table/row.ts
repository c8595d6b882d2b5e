import type { DialectName } from "../../core/dialect-name.ts";
import type { Takes } from "../../core/takes.ts";

/** One format, several, or `any` = wherever. */
export type Place = DialectName | "any" | readonly DialectName[];

/** What becomes of one thing on the way from one format into another: a line of the documented table. */
export type Row = {
  /** What a `Loss` names: `thinking.foreign`. */
  readonly rule: string;
  /** The field or the block: in a few words (`thoughts`), or in the client's words for each format. */
  readonly field: string | Readonly<Partial<Record<DialectName, string>>>;
  /** Where it came, and where it goes. */
  readonly from: Place;
  readonly to: Place;
  readonly does: "dropped" | "changed" | "added" | "refused" | "carried";
  /** What stands in its place, and why. */
  readonly why: string;
  /** Where it depends on the vendor and its model: whether it is so for one that takes this. Absent = always. */
  readonly at?: (takes: Takes) => boolean;
};
