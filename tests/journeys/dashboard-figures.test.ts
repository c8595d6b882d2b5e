import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { cost, exactly, money, percent, roughly } from "../../cli/output/units.ts";
import { listenSimulator } from "../../src/simulator/listen.ts";
import { type LedgerRow, startDaemon, type TestDaemon } from "../support/daemon.ts";
import { developerDay } from "../support/developer-day.ts";
import { type Corner, newCorner } from "../support/program.ts";
import type { TestScreen } from "../support/screen.ts";
import { sumOf } from "../support/sums.ts";
import { openTui } from "../support/tui.ts";
import { until } from "../support/wait.ts";

const vendor = listenSimulator();
let daemon: TestDaemon;
let corner: Corner;
let screen: TestScreen;
let rows: readonly LedgerRow[] = [];

beforeAll(async () => {
  corner = newCorner();
  mkdirSync(corner.home, { mode: 0o700 });
  daemon = await startDaemon({
    home: corner.home,
    servers: `vendor:\n  endpoint: ${vendor.url}\n  type: simulator\n`,
    flags: { upstream: "vendor" },
    env: { PROXY_TIMESCALE: "1" },
  });
  await developerDay(daemon.url);
  await until("all answers have ended", async () => (await daemon.control.status({})).inFlight === 0);
  rows = await daemon.rows();
  screen = await openTui(daemon, { columns: 200, rows: 60 });
}, 60_000);

afterAll(async () => {
  screen.type("q");
  await screen.exited;
  await daemon.stop();
  await vendor.stop();
});

/** What a command says to a script. */
const told = async (...words: readonly string[]) => JSON.parse((await corner.cli([...words, "--json"])).out);

/** The words of the line on the screen that has this in it; lines and marks between panels are none. */
const wordsBehind = (what: string): readonly string[] => {
  const line = screen.lines().find((one) => one.includes(what)) ?? "";
  return line.slice(line.indexOf(what)).split(/[\s│║]+/);
};

test("X-13 Overview tells today as status, /metrics and the ledger tell it", async () => {
  const { today } = await told("status");
  const metrics: unknown = await (await fetch(`${daemon.url}/metrics`)).json();
  expect(metrics).toMatchObject({ total_requests: rows.length });
  const sums = sumOf(rows);
  expect(today).toMatchObject({
    requests: sums.requests,
    input_tokens: sums.inputTokens,
    cost_micros: sums.costMicros,
  });

  screen.type("1");
  const shown = await screen.shows(new RegExp(`${exactly(sums.requests)} requests today`));

  expect(shown).toContain(`429: ${today.limited}   failed: ${today.failed}   aborted: ${today.aborted}`);
  expect(wordsBehind("in     ").slice(0, 2)).toEqual(["in", roughly(sums.inputTokens)]);
  expect(wordsBehind("cached    ").slice(0, 2)).toEqual(["cached", roughly(sums.cacheReadTokens)]);
  expect(wordsBehind("out     ").slice(0, 2)).toEqual(["out", roughly(sums.outputTokens)]);
  expect(shown).toContain(cost({ costMicros: sums.costMicros, estimatedCost: today.estimated_cost }));
});

test("X-13 each request in the list has the tokens and the cost of its row in the ledger", async () => {
  screen.type("1");
  await screen.shows(/\d\d:\d\d:\d\d +200 /);

  const listed = screen.lines().filter((line) => /\d\d:\d\d:\d\d +(?:\d{3}|ABT|CUT|REF) /.test(line));
  const newest = rows.toSorted((one, other) => other.startedAt - one.startedAt);

  expect(listed.length).toBeGreaterThan(10);
  for (const [at, line] of listed.entries()) {
    const row = newest.find(
      ({ session, model }) => session !== null && line.includes(session) && line.includes(`${model}`),
    );
    if (row === undefined || newest.filter(({ session }) => session === row.session).length > 1) continue;
    const estimated = row.costKind === "estimated" ? "~" : "";
    expect([at, line.split(/[\s│║]+/)]).toEqual([at, expect.arrayContaining([exactly(row.inputTokens ?? 0)])]);
    expect(line).toContain(` ${estimated}${exactly(row.outputTokens ?? 0)} `);
    expect(line).toContain(row.costMicros === null ? " - " : money(row.costMicros).replace("<", `<${estimated}`));
  }
});

test("X-13 Stats tells what stats --json and the ledger tell, group by group", async () => {
  const { groups, total } = await told("stats", "--by", "model");
  expect(total).toMatchObject({ requests: rows.length, cost_micros: sumOf(rows).costMicros });

  screen.type("4");
  await screen.shows(/Today by upstream/);
  screen.type("bbbbbb");
  await until("by model", () => {
    if (/Today by model/.test(screen.text())) return true;
    screen.type("b");
    return false;
  });
  await screen.shows(/claude-sonnet-4-6/);

  for (const group of groups) {
    const words = wordsBehind(` ${group.name} `);
    const inputTokens = group.input_tokens === null ? "-" : roughly(group.input_tokens);
    const spent = cost({ costMicros: group.cost_micros, estimatedCost: group.estimated_cost });
    expect([group.name, words.slice(2, 3), words]).toEqual([
      group.name,
      [exactly(group.requests)],
      expect.arrayContaining([inputTokens, roughly(group.output_tokens), spent, percent(group.cached_share)]),
    ]);
  }
});

test("X-13 Sessions tells what sessions --json and the ledger tell, one by one", async () => {
  const { sessions } = await told("sessions");
  expect(sessions.length).toBeGreaterThan(10);

  screen.type("3");
  await screen.shows(/Sessions, last 24 hours/);
  await screen.shows(new RegExp(sessions.at(-1).id));

  for (const one of sessions) {
    const own = rows.filter(({ session }) => session === one.id);
    const sums = sumOf(own);
    const words = wordsBehind(one.id);
    expect(one).toMatchObject({ requests: own.length, cost_micros: own.every(isUnknown) ? null : sums.costMicros });
    expect([one.id, words]).toEqual([
      one.id,
      expect.arrayContaining([
        String(one.turns),
        ...(one.input_tokens === null ? [] : [exactly(sums.inputTokens), exactly(sums.outputTokens)]),
        ...(one.cost_micros === null ? [] : [cost({ costMicros: sums.costMicros, estimatedCost: one.estimated_cost })]),
      ]),
    ]);
  }
});

const isUnknown = ({ costMicros }: LedgerRow): boolean => costMicros === null;
