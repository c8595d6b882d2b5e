import type { Exchange } from "../../src/core/exchange.ts";
import type { EditingMode, Original, Replay } from "../../src/core/memory.ts";
import { spliced } from "../../src/lib/json-splice.ts";
import { createEngine, type Engine, type Prepared } from "../../src/memory/engine/index.ts";
import { type Policy, policyOf } from "../../src/memory/policy/index.ts";
import { type Moment, usualMoment } from "../../src/memory/policy/moment.ts";
import { measure } from "../../src/meter/tokens/measure.ts";
import { openReplay } from "../../src/state/memory/replay.ts";
import { createBodyReader, readToEnd } from "../../src/state/sessions/read.ts";
import { transcriptOf } from "../../src/state/sessions/transcript.ts";

/** An engine on a clock that stands still, and what it has kept; trouble is a failed test. */
export const engineWith = (replay: Replay = openReplay(null, () => 0), pinned: readonly string[] = []) => {
  const originals: Original[] = [];
  const engine = createEngine({
    replay,
    originals: { keep: async (kept) => void originals.push(...kept), pinned: async () => new Set(pinned) },
    measure,
    tick: () => 0,
    onFailure: (what) => {
      throw new Error(what);
    },
  });
  return { engine, originals };
};

const reader = createBodyReader(measure);

type How = { readonly mode?: EditingMode; readonly policy?: Policy | null; readonly moment?: Partial<Moment> };

/** What an engine makes of a request, and the bytes that go out. */
export const shortened = async (
  engine: Engine,
  exchange: Exchange,
  { mode = "balanced", policy = policyOf(mode), moment = {} }: How = {},
): Promise<Prepared & { readonly bytes: Uint8Array }> => {
  const { body, dialect } = exchange;
  const reading = readToEnd(reader(exchange));
  if (reading === null || dialect === null || body.kind !== "held") throw new Error("There is nothing to read.");
  const transcript = transcriptOf(dialect.name, reading);
  const prepared = await engine.prepare({
    ...{ transcript, policy, mode, moment: { ...usualMoment, cachesFromTokens: 0, ...moment } },
    budgetMs: 1000,
  });
  const bytes = spliced(body.bytes, prepared.edits);
  if (bytes === null) throw new Error("The edits do not fit the body.");
  return { ...prepared, bytes };
};
