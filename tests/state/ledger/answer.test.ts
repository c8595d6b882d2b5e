import { expect, test } from "bun:test";
import { join } from "node:path";
import fc from "fast-check";
import type { RequestSummary } from "../../../src/core/notice.ts";
import { firstIdAt } from "../../../src/lib/id.ts";
import { openLedgerDatabase } from "../../../src/state/ledger/database.ts";
import { addRequest, groupOf, noFigures } from "../../../src/state/ledger/figures.ts";
import { groupings, type StatsGroup, valuesOf } from "../../../src/state/ledger/row.ts";
import type { Keeping } from "../../../src/state/ledger/upkeep.ts";
import { runs } from "../../support/runs.ts";
import { scratchFolder } from "../../support/scratch.ts";
import { summary } from "../../support/summary.ts";

const day = 86_400_000;
const start = Math.floor(1_800_000_000_000 / day) * day;
const open = (file: string, run = "now", keeping?: Keeping) =>
  openLedgerDatabase({
    file,
    run,
    now: () => start + 4 * day,
    movedAside: () => undefined,
    ...(keeping === undefined ? {} : { keeping }),
  });
const newFile = () => join(scratchFolder(), "ledger.db");

const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
const tokens = maybe(fc.nat(1_000_000));
const request = fc.record({
  number: fc.nat(30),
  model: maybe(fc.constantFrom("a", "b")),
  modelUsed: maybe(fc.constantFrom("b", "c")),
  session: maybe(fc.constantFrom("s_1", "s_2", "s_3", "s_4", "s_5")),
  upstream: maybe(fc.constantFrom("cn", "international")),
  client: maybe(fc.constantFrom("claude-cli", "codex")),
  dialect: maybe(fc.constantFrom("anthropic", "gemini")),
  status: maybe(fc.constantFrom(200, 429, 500)),
  outcome: fc.constantFrom("--", "I?", "SD", "cD", "CH"),
  durationMs: fc.nat(90_000),
  ttftMs: maybe(fc.nat(900)),
  inputTokens: tokens,
  cacheReadTokens: tokens,
  outputTokens: tokens,
  costKind: fc.constantFrom("none", "reported", "estimated", "unknown"),
  costMicros: maybe(fc.nat(50_000_000)),
  savedTokens: fc.integer({ min: -1000, max: 1000 }),
  savedMicros: maybe(fc.integer({ min: -1000, max: 1000 })),
  cacheBreak: maybe(fc.constant("tools[7] was added")),
  cacheBreakMicros: maybe(fc.nat(1000)),
});
type Generated = typeof request extends fc.Arbitrary<infer T> ? T : never;

/** The number is the request: who has the same is the same one, told again. */
const summaryOf = ({ number, ...more }: Generated): RequestSummary => {
  const startedAt = start + ((number * 79_199_933) % (3 * day));
  return summary({ ...more, id: `${firstIdAt(startedAt)}${number}`, startedAt } as Partial<RequestSummary>);
};

/** What the sums must be, added up from the requests one by one. */
const byHand = (requests: Iterable<RequestSummary>, since: number, until: number): StatsGroup => {
  const figures = noFigures();
  for (const one of requests) if (one.startedAt >= since && one.startedAt < until) addRequest(figures, one, 1);
  return groupOf("total", figures);
};

const added = [
  "requests",
  "ok",
  "failed",
  "bytesIn",
  "unknownCost",
  "estimatedCost",
  "estimatedMicros",
  "savedTokens",
  "cacheBreaks",
  "inputTokens",
  "outputTokens",
  "costMicros",
  "savedMicros",
] as const satisfies readonly (keyof StatsGroup)[];
const sumsOf = (groups: readonly StatsGroup[]) =>
  added.map((field) => groups.reduce((sum, group) => sum + (group[field] ?? 0), 0));

test("I-02: whatever comes, in whatever order, twice or interrupted, every grouping adds up to the same total, to the unit", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(request, { maxLength: 12 }), { maxLength: 6 }),
      fc.nat(3 * day),
      fc.nat(3 * day),
      fc.constantFrom(2, 1000),
      fc.constantFrom("UTC", "Europe/Berlin", "Asia/Kathmandu"),
      (runs, from, to, top, zone) => {
        const file = newFile();
        const expected = new Map<string, RequestSummary>();
        // Each part is a run of the daemon that is killed at its end: nobody closes the ledger.
        for (const [index, part] of runs.entries()) {
          const run = `run ${index}`;
          const ledger = open(file, run);
          for (const one of part.map(summaryOf)) {
            ledger.write([valuesOf(one, run)]);
            const before = expected.get(one.id);
            if (one.outcome !== "I?" || before === undefined) expected.set(one.id, one);
          }
        }
        const ledger = open(file, "last");
        const [since, until] = [start + Math.min(from, to), start + Math.max(from, to)];

        const total = byHand(expected.values(), since, until);
        for (const by of groupings) {
          const told = ledger.stats({ since, until, by, top, zone });
          expect(told.total).toEqual(total);
          expect(sumsOf(told.groups)).toEqual(sumsOf([total]));
        }
        expect(ledger.stats({ since: 0, by: "model" }).total).toEqual(byHand(expected.values(), 0, Infinity));
        ledger.close();
      },
    ),
    runs(8),
  );
}, 60_000);

test("I-02: when rows are forgotten the sums of whole days stay as they were", () => {
  fc.assert(
    fc.property(fc.array(request, { maxLength: 60 }), (generated) => {
      const requests = new Map(generated.map(summaryOf).map((one) => [one.id, one]));
      const ledger = open(newFile(), "now", { rowDays: 2, sumDays: 0 });
      ledger.write([...requests.values()].map((one) => valuesOf(one, "another")));
      while (ledger.tidy());

      const ended = requests.values();
      const total = byHand(ended, start + day, Infinity);
      for (const by of groupings) expect(ledger.stats({ since: start + day, by }).total).toEqual(total);
      ledger.close();
    }),
    runs(5),
  );
}, 60_000);

const written = (...requests: readonly Partial<RequestSummary>[]) => {
  const ledger = open(newFile());
  ledger.write(
    requests.map((more, index) => {
      const startedAt = more.startedAt ?? start;
      return valuesOf(summary({ ...more, startedAt, id: `${firstIdAt(startedAt)}${index}` }), "now");
    }),
  );
  return ledger;
};
const namesOf = (groups: readonly StatsGroup[]) => groups.map(({ name }) => name);

test("the model that answered counts, else the one that was asked for", () => {
  const ledger = written({ model: "asked", modelUsed: "answered" }, { model: "asked" });

  expect(namesOf(ledger.stats({ since: 0, by: "model" }).groups)).toEqual(["answered", "asked"]);
});

test("the largest groups come first, the small ones together, and all of them are the total", () => {
  const ledger = written({ model: "b" }, { model: "a" }, { model: "b" }, { model: "c" }, { model: "d" });

  const { groups } = ledger.stats({ since: 0, by: "model", top: 2 });

  expect(groups.map(({ name, requests }) => [name, requests])).toEqual([
    ["b", 2],
    ["a", 1],
    ["(others)", 2],
  ]);
});

test("days and hours are those of who asks, also where the clocks are changed", () => {
  const autumn = Date.parse("2026-10-24T22:00:00Z"); // midnight in Berlin, before a day of 25 hours
  const hours = Array.from({ length: 26 }, (_, hour) => ({ startedAt: autumn + hour * 3_600_000 }));
  const ledger = written(...hours);

  const days = ledger.stats({ since: 0, by: "day", zone: "Europe/Berlin" }).groups;
  const twice = namesOf(ledger.stats({ since: 0, by: "hour", zone: "Europe/Berlin" }).groups).slice(2, 4);

  expect(days.map(({ name, requests }) => [name, requests])).toEqual([
    ["2026-10-25", 25],
    ["2026-10-26", 1],
  ]);
  expect(twice).toEqual(["2026-10-25T02:00+02:00", "2026-10-25T02:00+01:00"]);
});

test("a time is from its beginning up to its end, without the end", () => {
  const ledger = written({ startedAt: start }, { startedAt: start + 1 }, { startedAt: start + 2 });

  expect(ledger.stats({ since: start + 1, until: start + 2, by: "status" }).total.requests).toBe(1);
  expect(ledger.stats({ since: start + 3, by: "status" })).toMatchObject({ groups: [], total: { requests: 0 } });
});
