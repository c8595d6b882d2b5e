import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { keyOf } from "../../cli/dashboard/data/answers.ts";
import { cost, exactly, money, roughly } from "../../cli/output/units.ts";
import { pageOf } from "../../cli/web/page.ts";
import { questionsOf } from "../../cli/web/questions.ts";
import { at, type Route } from "../../cli/web/route.ts";
import { firstState, type State } from "../../cli/web/state.ts";
import { update } from "../../cli/web/update.ts";
import { listenSimulator } from "../../src/simulator/listen.ts";
import { type LedgerRow, startDaemon, type TestDaemon } from "../support/daemon.ts";
import { developerDay } from "../support/developer-day.ts";
import { type Corner, newCorner } from "../support/program.ts";
import { sumOf } from "../support/sums.ts";
import { until } from "../support/wait.ts";
import { type Browser, browserOf } from "../support/web-page.ts";
import { elementsIn, readIn } from "../support/web-state.ts";

const vendor = listenSimulator();
let daemon: TestDaemon;
let corner: Corner;
let browser: Browser;
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
  browser = await browserOf(daemon.control);
}, 60_000);

afterAll(async () => {
  await daemon.stop();
  await vendor.stop();
});

/** What a command says to a script. */
const told = async (...words: readonly string[]) => JSON.parse((await corner.cli([...words, "--json"])).out);

/** The page at a place, with the daemon's answers to all that it asks there, over HTTP as a browser gets them. */
const pageAt = async (route: Route): Promise<State> => {
  const now = Date.now();
  let state: State = { ...firstState(now, 1280), route, link: { kind: "live" } };
  for (const { freshMs: _, ...question } of questionsOf(state)) {
    const value = await browser.ask(question.name, question.ask);
    state = update(state, { type: "answered", key: keyOf(question), value }, now).state;
  }
  return state;
};

test("X-13 V18 the page gets the very numbers of stats --json, of /metrics and of the ledger", async () => {
  const since = new Date().setHours(0, 0, 0, 0);
  const [web, command, metrics] = await Promise.all([
    browser.ask<Record<string, Record<string, unknown>>>("stats", { since, by: "model" }),
    told("stats", "--today", "--by", "model"),
    fetch(`${daemon.url}/metrics`).then((answer) => answer.json() as Promise<Record<string, unknown>>),
  ]);
  const sums = sumOf(rows);

  const total = web["total"] ?? {};
  for (const [ours, theirs] of [
    ["requests", "requests"],
    ["inputTokens", "input_tokens"],
    ["outputTokens", "output_tokens"],
    ["cacheReadTokens", "cache_read_tokens"],
    ["costMicros", "cost_micros"],
    ["unknownCost", "unknown_cost"],
  ] as const)
    expect([ours, total[ours]]).toEqual([ours, command.total[theirs]]);
  expect(total).toMatchObject({
    ...{ requests: sums.requests, inputTokens: sums.inputTokens, outputTokens: sums.outputTokens },
    ...{ cacheReadTokens: sums.cacheReadTokens, costMicros: sums.costMicros },
  });
  expect(metrics).toMatchObject({ total_requests: sums.requests });
});

test("X-13 Overview and Cost show them in the words of the command line", async () => {
  const { today } = await told("status");
  const spent = cost({ costMicros: today.cost_micros, estimatedCost: today.estimated_cost });

  const overview = readIn(pageOf(await pageAt(at("overview"))));
  expect(overview).toContain(`Spent today ${spent}`);
  expect(overview).toContain(`Requests today ${exactly(today.requests)}`);

  const costs = readIn(pageOf(await pageAt(at("cost"))));
  expect(costs).toContain(`Spent ${spent}`);
  expect(costs).toContain(`${roughly(today.input_tokens)} in`);
  for (const { name, requests } of (await told("stats", "--today", "--by", "model")).groups)
    expect(costs).toContain(`${name} ${exactly(requests)}`);
});

test("X-13 every row of the list, and every session, says what its row of the ledger says", async () => {
  const picture = pageOf(await pageAt(at("requests")));
  const drawn = new Map(
    elementsIn(picture).flatMap((row) => (row.key?.startsWith("r_") ? [[row.key, readIn(row)] as const] : [])),
  );
  expect(drawn.size).toBeGreaterThan(10);
  for (const [id, text] of drawn) {
    const row = rows.find((one) => one.id === id);
    if (row === undefined) throw new Error(`${id} is in no ledger`);
    if (row.inputTokens !== null) expect(text).toContain(` ${roughly(row.inputTokens)} `);
    if (row.costMicros !== null && row.costKind !== "estimated") expect(text).toContain(money(row.costMicros));
    expect(text).toContain(row.outcome === "--" ? String(row.status) : row.outcome);
  }

  const sessions = readIn(pageOf(await pageAt(at("sessions"))));
  for (const { id, cost_micros, estimated_cost, unknown_cost } of (await told("sessions", "list")).sessions) {
    expect(sessions).toContain(`${id} `);
    if (unknown_cost === 0)
      expect(sessions).toContain(cost({ costMicros: cost_micros, estimatedCost: estimated_cost }));
  }
});

test("V18 a request, a session, the upstreams and the settings are drawn of the daemon's own answers", async () => {
  const row = rows.findLast(({ session, outcome }) => session !== null && outcome === "--");
  if (row?.session == null) throw new Error("nobody talked");

  for (const tab of ["conversation", "edits", "bill", "headers"])
    expect(readIn(pageOf(await pageAt(at("requests", row.id, { tab }))))).toContain(row.id);
  expect(readIn(pageOf(await pageAt(at("requests", row.id))))).toContain("answer");
  expect(readIn(pageOf(await pageAt(at("sessions", row.session))))).toContain("Stop compressing this session");
  expect(readIn(pageOf(await pageAt(at("upstreams"))))).toContain("* vendor");
  expect(readIn(pageOf(await pageAt(at("config"))))).toContain("server.port");
});

test("V18 a switch on the page is the command's: it is looked at first, and then made", async () => {
  const change = async (ask: object): Promise<Record<string, unknown>> => {
    const answer = await browser.call(
      "/_ui/api/switchUpstream",
      { method: "POST", body: JSON.stringify(ask) },
      { "content-type": "application/json", origin: browser.origin },
    );
    return (await answer.json()) as Record<string, unknown>;
  };

  expect(await change({ name: "simulator", force: false, dryRun: true })).toMatchObject({
    to: "simulator",
    changed: false,
  });
  expect((await daemon.control.status({})).upstream).toBe("vendor");
  expect(await change({ name: "simulator", force: false, dryRun: false })).toMatchObject({
    from: "vendor",
    changed: true,
  });
  expect((await daemon.control.status({})).upstream).toBe("simulator");
});
