import { expect, test } from "bun:test";
import type { ElsewhereHealth } from "../../../src/state/ledger/shipper.ts";
import { elsewhereTold } from "../../../src/state/ledger/told.ts";

const well: ElsewhereHealth = { place: "db:5432/l", awaySince: null, why: null, waiting: 0, givenUp: 0 };
const away: ElsewhereHealth = { ...well, awaySince: 7, why: "nobody answers there", waiting: 3 };

test("there is a line when it goes away and one when it is back, however often it is tried between", () => {
  const lines: string[] = [];
  const tell = elsewhereTold((level, message) => void lines.push(`${level} ${message}`));

  const healths = [well, well, away, { ...away, waiting: 9 }, { ...away, why: "it does not answer" }, well, well];
  for (const [place, health] of healths.entries()) tell(health, healths[place - 1] ?? null);

  expect(lines).toEqual(["warn ledger elsewhere is away", "info ledger elsewhere is back"]);
});

test("a place that is away from the first moment is told as well, and rows that are given up once", () => {
  const lines: string[] = [];
  const tell = elsewhereTold((level, message) => void lines.push(`${level} ${message}`));

  tell(away, null);
  tell({ ...away, givenUp: 2 }, away);
  tell({ ...away, givenUp: 5 }, { ...away, givenUp: 2 });

  expect(lines).toEqual(["warn ledger elsewhere is away", "error ledger elsewhere lacks rows for good"]);
});
