import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hasEnded, knownBy } from "../../../cli/daemon/alive.ts";
import { pathsUnder } from "../../../src/config/paths.ts";
import { type Corner, controlOf, newCorner } from "../../support/program.ts";
import { freePort } from "../../support/redis-server.ts";
import { until } from "../../support/wait.ts";

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
});

afterEach(() => corner.leave());

test("before the first start it says how to start, with exit code 3", async () => {
  expect(await corner.cli(["status"])).toEqual({
    code: 3,
    out: "not running.   Start it:  proxy-cli start\n",
    err: "",
  });
  expect(await corner.cli(["status", "--check"])).toEqual({ code: 3, out: "", err: "" });
  expect(JSON.parse((await corner.cli(["--json", "status"])).out)).toMatchObject({
    schema: 1,
    running: false,
    last_stop: null,
  });
});

test("while it runs it says through what; afterwards when and how it ended", async () => {
  await corner.cli(["start", "--upstream", "simulator"]);

  const { out, code } = await corner.cli(["status"]);
  await corner.cli(["stop"]);

  expect(code).toBe(0);
  expect(out).toMatch(/^> simulator {3}ok {3}http:\/\/127\.0\.0\.1:\d+ {3}up \d+s {3}pid \d+ {3}\d/);
  expect(out).toContain("  requests   none yet   in flight 0   ok -   429: 0   cut: 0   aborted: 0\n");
  expect(out).toContain("simulator*");
  expect((await corner.cli(["status"])).out).toMatch(/Last stop: today \d\d:\d\d \(proxy-cli stop, clean\)/);
});

test("with --paranoid it says what was seen, and so it does of one that has stopped", async () => {
  await corner.cli(["start", "--upstream", "simulator", "--paranoid"]);

  expect((await corner.cli(["status"])).out).toMatch(/\n {2}paranoid {3}nothing broken\n/);

  await corner.cli(["stop"]);
  const stopped = { at: Date.now(), reason: "SIGTERM", violations: 2 };
  writeFileSync(pathsUnder(corner.home).lastStop, JSON.stringify(stopped), { mode: 0o600 });
  const { out } = await corner.cli(["status"]);
  expect(out).toMatch(/Last stop: today \d\d:\d\d \(SIGTERM, 2 invariants broken: see proxy-cli logs\)/);
});

test("the first line says so when the upstream that all go to is down, though another one answers in its place", async () => {
  mkdirSync(corner.home, { recursive: true, mode: 0o700 });
  writeFileSync(
    join(corner.home, "config.yaml"),
    "upstream: dead\nfallbacks:\n  - { when: { upstream: dead }, to: [simulator] }\n",
  );
  const dead = `http://127.0.0.1:${freePort()}`;
  writeFileSync(join(corner.home, "servers.yaml"), `dead: { endpoint: "${dead}", type: anthropic }\n`, { mode: 0o600 });
  await corner.cli(["start"]);
  const { url } = await controlOf(corner).status({});
  const body = JSON.stringify({ model: "claude-a", max_tokens: 9, messages: [{ role: "user", content: "hi" }] });
  const { status } = await fetch(`${url}/v1/messages`, { method: "POST", body, headers: { "x-api-key": "k" } });

  expect(status).toBe(200);
  await until("the request has ended", async () => (await controlOf(corner).status({})).tally.ended === 1);
  const { out } = await corner.cli(["status"]);
  expect(out).toMatch(/^> dead {3}DOWN \d/);
  expect(out).toContain("(connection refused)");
});

test("requests that failed are counted beside the others", async () => {
  await corner.cli(["start", "--upstream", "simulator"]);
  const { url } = await controlOf(corner).status({});
  const answer = await fetch(`${url}/v1/messages`, { method: "POST", headers: { "x-api-key": "any" }, body: "{}" });
  await answer.text();

  await until("the request has ended", async () => (await controlOf(corner).status({})).tally.ended === 1);
  expect((await corner.cli(["status"])).out).toContain("aborted: 0   failed: 1\n");
});

test("tokens and cost of the day are told, also of before the start, and the same as stats tells", async () => {
  await corner.cli(["start", "--upstream", "simulator"]);
  const { url } = await controlOf(corner).status({});
  const body = JSON.stringify({ model: "claude-a", max_tokens: 9, messages: [{ role: "user", content: "hi" }] });
  await (await fetch(`${url}/v1/messages`, { method: "POST", body, headers: { "x-api-key": "k" } })).text();
  await until("it is booked", async () => (await controlOf(corner).status({})).today?.requests === 1);
  await corner.cli(["restart"]);
  await until("the ledger has told", async () => (await controlOf(corner).status({})).today !== null);

  const { out } = await corner.cli(["status"]);
  const { today } = JSON.parse((await corner.cli(["status", "--json"])).out);
  const { total } = JSON.parse((await corner.cli(["stats", "--today", "--json"])).out);

  expect(out).toContain("  requests   1 today   in flight 0   ok 100%");
  expect(out).toMatch(/\n {2}cost {7}\S/);
  for (const field of Object.keys(today))
    if (field !== "since") expect([field, today[field]]).toEqual([field, total[field]]);
  expect(today.since).toBe(new Date(new Date().setHours(0, 0, 0, 0)).toISOString());
});

test("after a kill it does not tell of an older, clean stop", async () => {
  await corner.cli(["start"]);
  await corner.cli(["stop"]);
  await corner.cli(["start"]);
  const { pid } = await controlOf(corner).status({});
  const daemon = knownBy(pid);
  process.kill(pid, "SIGKILL");
  await hasEnded(daemon, 5000);

  expect(await corner.cli(["status"])).toMatchObject({
    code: 3,
    out: "not running.   Start it:  proxy-cli start          Last stop: not clean (killed or crashed)\n",
  });
});

test("no line is wider than the terminal", async () => {
  await corner.cli(["start"]);

  for (const width of [60, 80, 120]) {
    const { out } = await corner.cli(["status"], { COLUMNS: String(width) });
    expect(out.split("\n").filter((line) => line.length > width)).toEqual([]);
  }
});

test("without a command the answer is the status, or how to begin", async () => {
  expect((await corner.cli([])).out).toContain("Nothing is set up yet. Try it without a key:  proxy-cli demo");
  await corner.cli(["start"]);
  expect((await corner.cli([])).out).toStartWith("> auto   ok");
});
