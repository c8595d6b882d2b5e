import type { Paths } from "../../config/paths.ts";
import { type EditingMode, editingModes } from "../../core/memory.ts";
import { pricesHere } from "../prices.ts";
import type { Vendor } from "./billing.ts";
import { raw } from "./contender.ts";
import { contenderOf } from "./modes.ts";
import type { Recording } from "./recording.ts";
import { type Outcome, simulate } from "./simulate.ts";
import { vendorFor } from "./vendor.ts";

export { recordingIn } from "./read.ts";

/** What a conversation would have cost in one mode; `raw` sends everything. Shares go from 0 to 1, null = of nothing. */
export type ModeBill = {
  readonly mode: EditingMode | "raw";
  readonly costMicros: number;
  readonly ofRaw: number | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedShare: number | null;
  /** Of the names that later tool calls use: still in what is sent, and there or to be had back. */
  readonly namesVerbatim: number | null;
  readonly namesRecoverable: number | null;
  readonly batches: number;
};

/** The bill that every mode comes to, with `raw` first. */
export const simulateModes = async (
  recording: Recording,
  vendor: Vendor,
): Promise<readonly (ModeBill & { readonly turns: number })[]> => {
  const outcomes = await simulate(recording, [raw, ...editingModes.map(contenderOf)], vendor);
  const whole = outcomes[0]?.costMicros ?? 0;
  return outcomes.map((outcome, at) => ({ mode: editingModes[at - 1] ?? "raw", ...billOf(outcome, whole) }));
};

const billOf = (outcome: Outcome, whole: number): Omit<ModeBill, "mode"> & { readonly turns: number } => {
  const { turns, costMicros, inputTokens, readTokens, outputTokens, needles, batches } = outcome;
  return {
    ...{ turns, costMicros, inputTokens, outputTokens, batches },
    ofRaw: share(costMicros, whole),
    cachedShare: share(readTokens, inputTokens),
    namesVerbatim: share(needles.verbatim, needles.all),
    namesRecoverable: share(needles.verbatim + needles.recoverable, needles.all),
  };
};

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** Who would bill a recording by the prices of this home. Throws `usage`, `config_invalid`. */
export const vendorHere = (
  paths: Pick<Paths, "models">,
  recording: Recording,
  model: string | null,
  at: number,
): Vendor => vendorFor(pricesHere(paths), recording, model, at);
