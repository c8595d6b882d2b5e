import { afterAll, beforeAll, expect, test } from "bun:test";
import { bunCommand } from "../../support/daemon.ts";
import { type Corner, controlOf, newCorner } from "../../support/program.ts";
import { openTerminal, withCursor } from "../../support/terminal.ts";
import { until } from "../../support/wait.ts";

let corner: Corner;

beforeAll(async () => {
  corner = newCorner();
  await corner.cli(["start", "--upstream", "simulator"]);
});

afterAll(() => corner.leave());

const command = [...bunCommand("cli/main.ts"), "stats", "--realtime"];
const watchers = async (): Promise<number> => (await controlOf(corner).status({})).watchers;
const ask = async (): Promise<void> => {
  const { url } = await controlOf(corner).status({});
  const body = JSON.stringify({ model: "claude-a", max_tokens: 9, messages: [{ role: "user", content: "hi" }] });
  await (await fetch(`${url}/v1/messages`, { method: "POST", body, headers: { "x-api-key": "k" } })).text();
};

test("Z9: where nobody looks each request that ends is a line of JSON, until it is ended", async () => {
  const child = Bun.spawn(command, { cwd: corner.folder, env: corner.env, stdin: "ignore", stdout: "pipe" });
  await until("it watches", async () => (await watchers()) === 1);

  await ask();
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  const line = JSON.parse(new TextDecoder().decode(value));
  child.kill("SIGINT");

  expect(line).toMatchObject({ schema: 1, model: "claude-a", upstream: "simulator", status: 200, outcome: "--" });
  expect(line.started_at).toMatch(/^\d{4}-.+Z$/);
  expect(await child.exited).toBe(0);
  await until("nobody watches any more", async () => (await watchers()) === 0);
});

test("V14 on a terminal one block is painted over: what changes, and nothing else", async () => {
  const terminal = openTerminal(command, withCursor(corner.env), corner.folder);
  await terminal.shows(/0 running .*simulator/);

  await ask();
  await terminal.shows(/200\S* +claude-a/);
  await ask();
  await terminal.shows(/\u001b\[\d+A\r[^\n]*\r\n/);
  terminal.type("q");

  expect(await terminal.exited).toBe(0);
  expect(terminal.all()).not.toContain("\u001b[2J");
  expect(terminal.all().split("TIME").length).toBeLessThan(4); // the heading does not change, so it is not written again
  expect(terminal.all()).toEndWith("\u001b[?25h");
});

test.each([
  ["--plain", [...command, "--plain"], "xterm"],
  ["a terminal that cannot move its cursor", command, "dumb"],
])("with %s each thing that happens is a whole sentence", async (_, words, term) => {
  const terminal = openTerminal(words, { ...corner.env, TERM: term }, corner.folder);
  await terminal.shows(
    /At \d\d:\d\d:\d\d the proxy runs at \S+ with the upstream simulator, and 0 requests are running\.\r\n/,
  );

  await ask();
  await terminal.shows(/At \d\d:\d\d:\d\d claude-a at simulator answered \S+ in .+, at a cost that is not known\.\r\n/);
  terminal.type("\u0003");

  expect(await terminal.exited).toBe(0);
  expect(terminal.all()).not.toContain("\u001b");
});

test("it is of this moment, and needs a daemon", async () => {
  expect(await corner.cli(["stats", "--realtime", "--by", "model"])).toMatchObject({ code: 2, out: "" });
  expect(await corner.cli(["stats", "--realtime", "--plain", "--json"])).toMatchObject({ code: 2, out: "" });
  expect(await corner.cli(["stats", "--plain"])).toMatchObject({ code: 2, out: "" });
  const lonely = newCorner();
  expect(await lonely.cli(["stats", "--realtime"])).toMatchObject({ code: 3, out: "" });
  await lonely.leave();
});
