import type { Rehearsal } from "../core/rehearsal.ts";
import { routedOf } from "../core/routed.ts";
import type { Parts } from "../engine/facts.ts";
import { providers } from "../providers/index.ts";
import { tableFrom } from "../routing/rules.ts";
import { traceIn } from "../state/traces/files.ts";
import { traceRulesFrom } from "../state/traces/index.ts";
import { rehearse } from "./index.ts";
import { recordedIn } from "./recorded.ts";

/** What of a running daemon a rehearsal needs. */
export type RehearsalParts = Pick<Parts, "live" | "home" | "meter" | "tried"> & {
  readonly state: Pick<Parts["state"], "kept" | "ledger" | "pins">;
};

/** Where a request that this daemon has had would go by the files as they are now. Throws `input_missing`, `config_invalid`. */
export const rehearsalIn =
  ({ state, live, home, meter, tried }: RehearsalParts) =>
  async (id: string, file: string | null): Promise<Rehearsal> => {
    const kept = state.kept.find(id);
    const { folder } = traceRulesFrom(live.settings().config.values, home);
    const recorded = recordedIn(id, { kept, trace: await traceIn(folder, id) });
    const { settings, file: read } = tried(file);
    const written = (await state.ledger.routed(id)).decision;
    const before = written ?? (kept === null ? null : routedOf({ ...kept, edits: [] }).decision); // there may be no ledger
    const rehearsed = rehearse(recorded, before, {
      table: tableFrom(settings.config.values, live.bringing(settings), providers),
      dialects: live.runtime().dialects,
      estimate: (chat, model) => meter.tokens.measureInput(chat, { model }).tokens,
      pinOf: state.pins.of,
    });
    return { id, source: recorded.source, file: read, before, ...rehearsed };
  };
