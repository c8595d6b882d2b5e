import { expect, test } from "bun:test";
import { join } from "node:path";
import { tokenUseWithoutDaemon } from "../../src/offline/tokens.ts";
import { openLedgerDatabase } from "../../src/state/ledger/database.ts";
import { writtenRouted } from "../../src/state/ledger/routed.ts";
import { valuesOf } from "../../src/state/ledger/row.ts";
import { scratchFolder } from "../support/scratch.ts";
import { summary } from "../support/summary.ts";

const noon = new Date(2026, 10, 18, 12).getTime();

test("what was done with a token outlives the proxy: of today and in all, by the ledger", () => {
  const ledger = join(scratchFolder(), "ledger.db");
  expect(tokenUseWithoutDaemon({ ledger }, noon)).toEqual([]);
  const database = openLedgerDatabase({ file: ledger, run: "before", now: () => noon, movedAside: () => undefined });
  const payer = { token: "ci", label: null, answers: 1 };
  const routed = writtenRouted({ decision: null, losses: [], edits: [], payer });
  const row = (startedAt: number) =>
    valuesOf(
      summary({
        ...{ id: `r_${startedAt.toString(36)}0000`, startedAt, costKind: "reported", costMicros: 10 },
        ...{ inputTokens: 5, outputTokens: 2 },
      }),
      "before",
      routed,
    );
  database.write([row(noon - 86_400_000), row(noon - 1000)]);
  database.close();

  expect(tokenUseWithoutDaemon({ ledger }, noon)).toEqual([
    {
      ...{ token: "ci", lastUsedAt: noon - 1000 },
      today: { requests: 1, tokens: 7, costMicros: 10, unknownCost: 0 },
      all: { requests: 2, tokens: 14, costMicros: 20, unknownCost: 0 },
    },
  ]);
});
