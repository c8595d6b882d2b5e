import { expect, test } from "bun:test";
import { percent } from "../../../cli/output/units.ts";
import { groupings, groupLines, groupRow } from "../../../cli/stats/groups.ts";
import { groupings as known } from "../../../src/state/ledger/row.ts";
import { groupWith } from "../../support/figures.ts";

const cached = { inputTokens: 41_200_000, cacheReadTokens: 36_256_000, outputTokens: 1_100_000 };
const claude = groupWith(
  "claude-sonnet-4-6",
  { ...cached, costMicros: 71_400_000, costKind: "reported", durationMs: 1800 },
  { status: 429, costMicros: 0, costKind: "none" },
);
const glm = groupWith("glm-4.6", { costMicros: 31_000, costKind: "estimated", savedTokens: 412_000 });
const total = groupWith("total", {}, {}, {});
const lines = (width: number) => groupLines("model", [claude, glm], total, width);

test("everything that can be grouped by can be asked for here too", () => {
  expect(groupings.toSorted()).toEqual(known.toSorted());
});

test("tokens, cache and cost stand beside counts and times; an estimate has its sign, what nobody knows a dash", () => {
  const [head, first, second] = lines(Number.POSITIVE_INFINITY);

  expect(head).toMatch(
    /^MODEL +REQ +OK% +IN +CACHED +OUT +SAVED +SAVED \$ +COST +\$\/1k req +429 +P50 +P95 +P99 +TTFT$/,
  );
  expect(first).toMatch(
    /^claude-sonnet-4-6 +2 +50\.0 +41\.2M +88% +1\.10M +- +- +\$71\.40 +\$35,700\.00 +1 +9\.0 ms +1\.8 s/,
  );
  expect(second).toMatch(/^glm-4\.6 +1 +100 +- +- +- +412k +\$0 +~\$0\.031 /);
});

test("a column in which no row has anything is left out", () => {
  const head = (...groups: readonly ReturnType<typeof groupWith>[]) =>
    groupLines("model", groups, total, Number.POSITIVE_INFINITY)[0];
  const well = groupWith("m", { costMicros: 5 });

  expect(head(well)).not.toMatch(/SAVED|429|CUT|ABT|FAILED/);
  expect(head(well, groupWith("n", { status: 500, outcome: "--" }))).toMatch(/\$\/1k req +FAILED +P50/);
  expect(head(well, groupWith("n", { status: 200, outcome: "SD" }))).toMatch(/\$\/1k req +CUT +P50/);
});

test.each([40, 60, 79, 80, 120])(
  "in %d columns no line is longer, no number is cut, and what it costs is there",
  (width) => {
    const told = lines(width);

    for (const line of told) expect(Bun.stringWidth(line)).toBeLessThanOrEqual(width);
    expect(told[0]).toMatch(/^MODEL +REQ .*COST/);
    expect(told[1]).toContain("$71.40");
    expect(told.join("")).not.toMatch(/\d…/);
  },
);

test("hours are read without their offset, but the one that comes twice with it", () => {
  const hour = (name: string) => groupWith(name, {});
  const names = ["2026-10-25T01:00+02:00", "2026-10-25T02:00+02:00", "2026-10-25T02:00+01:00"].map(hour);

  const told = groupLines("hour", names, total, Number.POSITIVE_INFINITY).map((line) => line.split(/ {2,}/)[0]);

  expect(told).toEqual(["HOUR", "2026-10-25 01:00", "2026-10-25 02:00+02:00", "2026-10-25 02:00+01:00", "TOTAL"]);
});

test("rows for spreadsheets have whole numbers, shares with four digits, and nothing where nobody knows", () => {
  const row = groupRow("model", groupWith("m", { durationMs: 1234.5678, inputTokens: 3, cacheReadTokens: 1 }));

  expect(row).toMatchObject({ model: "m", cached_share: 0.3333, cost_micros: null, unknown_cost: 1 });
  expect(Number.isInteger(row["p50_ms"])).toBe(true);
  expect([percent(0.876), percent(null)]).toEqual(["88%", "-"]);
});
