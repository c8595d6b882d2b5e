import type { DialectName } from "../../core/dialect.ts";

/** What becomes of one thing on the way from one format into another: a line of the documented table. */
export type Row = {
  /** What a `Loss` names: `thinking.foreign`. */
  readonly rule: string;
  /** The field or the block, in a few words: `thoughts`. */
  readonly field: string;
  /** Where it came, and where it goes; `any` = wherever. */
  readonly from: DialectName | "any";
  readonly to: DialectName | "any";
  readonly does: "dropped" | "changed" | "added" | "refused" | "carried";
  /** What stands in its place, and why. */
  readonly why: string;
};
