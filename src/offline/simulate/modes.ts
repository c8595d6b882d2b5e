import type { Decision, EditingMode, Replay } from "../../core/memory.ts";
import type { Provider } from "../../core/provider.ts";
import { spliced } from "../../lib/json-splice.ts";
import { replacement } from "../../memory/engine/edits.ts";
import { createEngine } from "../../memory/engine/index.ts";
import { lookupIn } from "../../memory/engine/plan.ts";
import { policyOf } from "../../memory/policy/index.ts";
import { cachesFrom, type Moment, usualMoment } from "../../memory/policy/moment.ts";
import { textOf } from "../../memory/transcript/transcript.ts";
import { measure } from "../../meter/tokens/measure.ts";
import { providers } from "../../providers/index.ts";
import { openReplay } from "../../state/memory/replay.ts";
import type { Vendor } from "./billing.ts";
import type { Contender, Play, Request, Sent } from "./contender.ts";
import type { Replaced } from "./needles.ts";

/** What one of our modes does, and what it decides. */
export type ModePlay = Play & {
  /** Every decision so far, by the keys of the pieces. */
  readonly decisions: ReadonlyMap<string, Decision>;
};

/** One of our modes, as a daemon without a limit of time would do it. */
export const contenderOf = (mode: EditingMode): Contender => ({ name: mode, play: (vendor) => playOf(mode, vendor) });

/** The same, with a view to what it decides. */
export const playOf = (mode: EditingMode, vendor: Vendor): ModePlay => {
  const { replay, decisions } = watched(openReplay(null, () => 0));
  const originals = new Map<string, string>();
  const replaced = new Map<Decision, Replaced>();
  const engine = createEngine({
    replay,
    originals: {
      keep: async (kept) => {
        for (const { id, text } of kept) originals.set(id, text);
      },
    },
    measure,
    tick: () => 0,
    onFailure: (what) => {
      throw new Error(`The engine failed: ${what}`);
    },
  });
  const send = async (request: Request): Promise<Sent> => {
    const { transcript, bytes } = request;
    const moment = momentAt(vendor, request);
    const prepared = await engine.prepare({ transcript, policy: policyOf(mode), mode, moment, budgetMs: 1 });
    const out = spliced(bytes, prepared.edits);
    if (out === null) throw new Error("The edits do not fit the body.");
    return {
      bytes: out,
      isBatch: prepared.forwarded.batch !== null,
      replaced: replacedIn(request, decisions, replaced),
    };
  };
  return { send, decisions, originalOf: (id) => originals.get(id) ?? null };
};

/** What is decided is heard of. */
const watched = (store: Replay): { readonly replay: Replay; readonly decisions: ReadonlyMap<string, Decision> } => {
  const decisions = new Map<string, Decision>();
  const write: Replay["write"] = async (fresh) => {
    for (const [key, decision] of fresh) decisions.set(key, decision);
    await store.write(fresh);
  };
  return { replay: { read: store.read, write }, decisions };
};

/** In the midst of a conversation with this vendor; it never pauses. */
const momentAt = ({ card: { rates }, model, caching, windowTokens }: Vendor, { headTokens }: Request): Moment => ({
  ...usualMoment,
  bindsThoughts: ownerOf(model)?.quirks.bindsThoughts?.models.test(model) ?? false,
  cachesFromTokens: cachesFrom(ownerOf(model), model),
  lookBackBlocks: caching === "marked" ? usualMoment.lookBackBlocks : null,
  readPrice: (rates.cacheRead ?? rates.input) / rates.input,
  writePrice: (rates.cacheWrite ?? rates.input) / rates.input,
  ...{ windowTokens, headTokens },
});

const ownerOf = (model: string): Provider | undefined =>
  providers.find(({ modelShapes }) => modelShapes.some((shape) => shape.test(model)));

/** What each piece that is left out is sent as; made once. */
const replacedIn = (
  { transcript, pieces }: Request,
  decisions: ReadonlyMap<string, Decision>,
  made: Map<Decision, Replaced>,
): readonly Replaced[] => {
  const lookup = lookupIn(transcript, pieces);
  return pieces.flatMap((piece) => {
    const decision = decisions.get(piece.key);
    if (decision === undefined || decision.steps.length === 0) return [];
    const before = made.get(decision);
    if (before !== undefined) return before;
    const after = replacement(transcript, piece, decision, lookup);
    if (after === null) return [];
    const now = { before: textOf(transcript, piece) ?? "", after };
    made.set(decision, now);
    return now;
  });
};
