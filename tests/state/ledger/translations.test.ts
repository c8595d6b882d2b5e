import { expect, test } from "bun:test";
import { notRouted } from "../../../src/core/routed.ts";
import type { Loss } from "../../../src/core/translation.ts";
import { firstIdAt } from "../../../src/lib/id.ts";
import { openLedgerDatabase } from "../../../src/state/ledger/database.ts";
import { writtenRouted } from "../../../src/state/ledger/routed.ts";
import { valuesOf } from "../../../src/state/ledger/row.ts";
import { summary } from "../../support/summary.ts";

const at = 1_800_000_000_000;
const thinking: Loss = { rule: "thinking.foreign", what: "dropped", count: 2, why: "thoughts of another vendor" };
const marks: Loss = { rule: "cache.marks", what: "dropped", count: 4, why: "no marks there" };

const ledgerOf = (rows: readonly { startedAt: number; translated: string | null; losses?: readonly Loss[] }[]) => {
  const ledger = openLedgerDatabase({ file: ":memory:", run: "now", now: () => at, movedAside: () => undefined });
  ledger.write(
    rows.map(({ startedAt, translated, losses = [] }, index) =>
      valuesOf(
        summary({ id: `${firstIdAt(startedAt)}${index}`, startedAt, translated }),
        "now",
        writtenRouted({ ...notRouted, losses }),
      ),
    ),
  );
  return ledger;
};

test("translated requests are counted by their formats, and what they lost by its rule", () => {
  const ledger = ledgerOf([
    { startedAt: at, translated: "openai-chat", losses: [thinking, marks] },
    { startedAt: at + 1, translated: "openai-chat", losses: [thinking] },
    { startedAt: at + 2, translated: "gemini" },
    { startedAt: at + 3, translated: null },
  ]);

  expect(ledger.translations(0, Number.POSITIVE_INFINITY)).toEqual({
    pairs: [
      { from: "anthropic", to: "openai-chat", requests: 2 },
      { from: "anthropic", to: "gemini", requests: 1 },
    ],
    losses: [
      { ...thinking, count: 4, requests: 2 },
      { ...marks, count: 4, requests: 1 },
    ],
  });
});

test("only what began in the time that was asked for counts", () => {
  const ledger = ledgerOf([at, at + 3_600_000].map((startedAt) => ({ startedAt, translated: "gemini" })));

  expect(ledger.translations(at + 1, at + 3_600_001).pairs).toEqual([{ from: "anthropic", to: "gemini", requests: 1 }]);
  expect(ledger.translations(0, at).pairs).toEqual([]);
});
