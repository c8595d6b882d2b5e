import { expect, test } from "bun:test";
import { join } from "node:path";
import { openLedgerDatabase } from "../../../src/state/ledger/database.ts";
import { writtenRouted } from "../../../src/state/ledger/routed.ts";
import { valuesOf } from "../../../src/state/ledger/row.ts";
import { scratchFolder } from "../../support/scratch.ts";
import { summary } from "../../support/summary.ts";

const at = 1_800_000_000_000;
let serial = 0;
const id = (): string => `r_${at.toString(36)}${String(serial++).padStart(4, "0")}`;

const routed = (label: string | null, answers = 1) =>
  writtenRouted({ decision: null, losses: [], edits: [], payer: { token: "ci", label, answers } });

test("what was spent is told by who spent it, once a request, and what nobody knows is counted", () => {
  const database = openLedgerDatabase({
    ...{ file: join(scratchFolder(), "ledger.db"), run: "now", now: () => at, movedAside: () => undefined },
  });
  const row = (more: Parameters<typeof summary>[0], by: string | null = null, run = "now") =>
    valuesOf(summary({ id: id(), startedAt: at, session: "s_1", costKind: "reported", ...more }), run, by);
  database.write([
    row({ costMicros: 10, inputTokens: 5, outputTokens: 2, durationMs: 1.4 }),
    row({ costMicros: 20, inputTokens: 5, outputTokens: 3, durationMs: 2 }),
    row({ costMicros: null, costKind: "unknown", durationMs: 0 }),
    row({ costMicros: 0, costKind: "none" }),
    row({ costMicros: 5, attempts: 0 }),
    row({ costMicros: 7, modelUsed: "claude-y", durationMs: 0 }, routed("run-1", 3)),
    row({ costMicros: null, outcome: "I?", costKind: "unknown" }), // it still runs
    row({ costMicros: 99, startedAt: at - 86_400_000, id: `r_${(at - 86_400_000).toString(36)}0000` }),
    row({ costMicros: 1000, session: "s_2", client: "codex", durationMs: 0 }),
  ]);

  const of = { client: "claude-cli", upstream: "anthropic", model: "claude-x", modelSent: null };
  expect(database.spent({ since: at, session: "s_1" })).toEqual([
    { ...of, modelUsed: null, token: null, dollars: 30, tokens: 15, requests: 3, minutes: 3, unknown: 1, lastAt: at },
    {
      ...of,
      modelUsed: "claude-y",
      token: "ci",
      dollars: 7,
      tokens: 0,
      requests: 3,
      minutes: 0,
      unknown: 0,
      lastAt: at,
    },
  ]);
  expect(database.spent({ since: at, label: "run-1" }).map(({ dollars }) => dollars)).toEqual([7]);
  expect(database.spent({ since: at }).reduce((sum, { dollars }) => sum + dollars, 0)).toBe(1037);
  database.close();
});
