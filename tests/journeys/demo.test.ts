import { afterAll, expect, test } from "bun:test";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { connectTo } from "../../src/control/client.ts";
import { bunCommand, rowsIn } from "../support/daemon.ts";
import { newCorner } from "../support/program.ts";
import { until } from "../support/wait.ts";

const corner = newCorner();
const demoHome = join(corner.home, "demo");
afterAll(async () => {
  const { code } = await corner.cli(["demo", "--stop"]);
  expect(code).toBe(0);
  await corner.leave();
});

type Told = {
  url: string;
  is_kept: boolean;
  total: Record<"requests" | "ok" | "limited" | "cut" | "aborted" | "failed" | "bytes_in" | "bytes_out", number>;
  proof: Record<string, unknown>;
  requests: { id: string; sign: string; did: string; dialect: string | null; bytes_out: number }[];
};

const isAnswering = (): Promise<boolean> =>
  connectTo(join(demoHome, "daemon.sock"))
    .status({})
    .then(
      () => true,
      () => false,
    );

test("a stranger's first command shows everything, proves the bytes, and leaves nothing running", async () => {
  const { code, out, err } = await corner.cli(["demo", "--seconds", "3"]);

  expect(err).toBe("");
  expect(code).toBe(0);
  expect(out).toContain("DEMO DATA, nothing leaves this computer");
  for (const format of ["anthropic", "responses", "gemini", "chat", "vectors"]) expect(out).toContain(`  ${format} `);
  for (const sign of ["200", "429", "529", "CUT", "ABT", ">>>"])
    expect(out).toMatch(new RegExp(`^\\d\\d:\\d\\d:\\d\\d  ${sign}  `, "m"));
  expect(out).toMatch(/thought, called Bash: echo simulated-ok/);
  expect(out).toMatch(/told to wait: retry-after 1 s/);
  expect(out).toMatch(/ok {2}byte-exact {2}30 of 30 requests and 28 of 28 whole answers/);
  expect(out).toContain("Nothing is left running");
  expect(out).toContain("proxy-cli run -- claude");
  expect(out).not.toContain("\x1b");
  expect(await isAnswering()).toBe(false);
  expect(readdirSync(corner.home)).toEqual(["demo"]);
  expect(statSync(demoHome).mode & 0o777).toBe(0o700);
}, 60_000);

test("its numbers are the ledger's, to the byte, and a kept one stays until it is told to go", async () => {
  const before = rowsIn(join(demoHome, "ledger.db")).map(({ id }) => id);

  const { code, out } = await corner.cli(["demo", "--seconds", "2", "--keep", "--json"]);
  const told = JSON.parse(out) as Told;
  const rows = rowsIn(join(demoHome, "ledger.db"));

  expect(code).toBe(0);
  expect(before.length).toBeGreaterThan(0);
  expect(rows.filter(({ id }) => before.includes(id))).toEqual([]); // each play has a ledger of its own
  expect(rows.map(({ id }) => id).sort()).toEqual(told.requests.map(({ id }) => id).sort());
  expect(told.total).toMatchObject({ requests: rows.length, ok: 26, limited: 1, failed: 1, cut: 1, aborted: 1 });
  expect(told.total.bytes_in).toBe(rows.reduce((sum, { bytesIn }) => sum + bytesIn, 0));
  expect(told.total.bytes_out).toBe(rows.reduce((sum, { bytesOut }) => sum + bytesOut, 0));
  expect(told.proof).toMatchObject({
    is_proved: true,
    requests_exact: rows.length,
    cut: 1,
    cut_exact: 1,
    left: 1,
    wrong: [],
    strangers: 0,
  });
  expect(new Set(told.requests.map(({ sign }) => sign))).toEqual(new Set(["200", "429", "529", "CUT", "ABT"]));

  expect(told.is_kept).toBe(true);
  expect((await fetch(`${told.url}/health`)).status).toBe(200);
  expect((await corner.cli(["demo", "--stop"])).out).toContain("the demo is stopped");
  expect(await isAnswering()).toBe(false);
  expect((await corner.cli(["demo", "--stop"])).out).toContain("no demo is running");
}, 60_000);

/** Begins a long play and sends the command a signal as soon as a line of this client has come. */
const brokenOff = async (client: string, signal: NodeJS.Signals) => {
  const child = Bun.spawn([...bunCommand("cli/main.ts"), "demo", "--seconds", "60"], {
    cwd: corner.folder,
    env: { ...corner.env },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  let out = "";
  for await (const bytes of child.stdout) {
    out += Buffer.from(bytes).toString();
    if (out.includes(`  200  ${client}`) && !child.killed) child.kill(signal);
  }
  return { out, code: await child.exited };
};

test("Ctrl-C in the middle takes the daemon along, and what was given up is no changed byte", async () => {
  const { out, code } = await brokenOff("claude-cli", "SIGINT");

  expect(code).toBe(130);
  expect(out).toMatch(/ok {2}byte-exact/);
  expect(out).not.toContain("not exact");
  expect(await isAnswering()).toBe(false);
}, 60_000);

test("kill -9 in the middle takes the daemon along too", async () => {
  await brokenOff("", "SIGKILL");

  await until("the daemon is gone", async () => !(await isAnswering()), 20_000);
}, 60_000);

test("every scenario plays by lines too, with the same proof; what is sent nowhere is told", async () => {
  const { code, out, err } = await corner.cli(["demo", "--scenario", "faults", "--seconds", "10"]);

  expect([code, err]).toEqual([0, ""]);
  expect(out).toMatch(/^\d\d:\d\d:\d\d {2}429 {2}/m);
  expect(out).toContain("demo-down is down; the agent was told");
  expect(out).toMatch(/the prompt's clock moved; 0 tokens read/);
  expect(out).toMatch(/ok {2}byte-exact {2}(\d+) of \1 requests/);
  expect(out).toMatch(/1 request for an upstream that is down: answered by the proxy, sent nowhere/);
}, 60_000);

test("its daemon says that it is the demo's, after a restart too, and has no upstream that is not on this machine", async () => {
  const inDemo = { PROXY_CLI_HOME: demoHome };
  await corner.cli(["demo", "--seconds", "1", "--keep"]);

  const text = await corner.cli(["status"], inDemo);
  await corner.cli(["restart"], inDemo);
  const status = JSON.parse((await corner.cli(["status", "--json"], inDemo)).out);
  const away = await corner.cli(["switch-upstream", "anthropic"], inDemo);
  await corner.cli(["demo", "--stop"]);

  expect(text.out).toMatch(/DEMO +demo data +nothing leaves this computer/);
  expect(status.is_demo).toBe(true);
  expect(status.upstreams.map(({ name }: { name: string }) => name)).toEqual(["demo-a", "demo-b", "demo-down"]);
  expect(away.code).toBe(65);
}, 60_000);

test("start --demo has its daemon alone, for programs of one's own; demo --stop ends it", async () => {
  const first = await corner.cli(["start", "--demo"]);
  const again = await corner.cli(["start", "--demo", "--json", "--fail-if-running"]);
  const mixed = await corner.cli(["start", "--demo", "--port", "0", "--foreground"]);
  const { url, ...more } = JSON.parse(again.out);
  const body = JSON.stringify({ model: "gpt-4o-mini", messages: [{ role: "user", content: "hi" }] });
  const headers = { authorization: "Bearer any", "content-type": "application/json" };
  const answer = await fetch(`${url}/v1/chat/completions`, { method: "POST", headers, body });
  const own = await corner.cli(["status", "--check"]);
  await corner.cli(["demo", "--stop"]);

  expect([first.code, first.err, first.out.includes(`PROXY_CLI_HOME=`)]).toEqual([0, "", true]);
  expect([again.code, more]).toMatchObject([
    3,
    { already_running: true, is_demo: true, upstream: "demo-a", home: demoHome },
  ]);
  expect([mixed.code, mixed.err.includes("--port, --foreground")]).toEqual([2, true]);
  expect([answer.status, own.code, await isAnswering()]).toEqual([200, 3, false]);
}, 60_000);

test("what is asked wrongly is told, and starts nothing", async () => {
  const { code, err } = await corner.cli(["demo", "--seconds", "0"]);
  const scenario = await corner.cli(["demo", "--scenario", "wild"]);

  expect(code).toBe(2);
  expect(err).toContain("--seconds takes 1 to 600");
  expect(scenario).toMatchObject({ code: 2, out: "" });
  expect(scenario.err).toContain("calm");
  expect(await isAnswering()).toBe(false);
  expect(existsSync(join(corner.home, "config.yaml"))).toBe(false);
});
