import { afterAll, beforeAll, expect, test } from "bun:test";
import { bunCommand } from "../../support/daemon.ts";
import { type Corner, controlOf, newCorner } from "../../support/program.ts";
import { openTerminal } from "../../support/terminal.ts";
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

test("on a terminal one block is painted anew", async () => {
  const term = ["env", "TERM=xterm-256color", ...command];
  const terminal = openTerminal(term, corner.env, corner.folder);
  await terminal.shows(/0 running .*simulator/);

  await ask();
  await terminal.shows(/\u001b\[\d+A\u001b\[J/);
  await terminal.shows(/200 +claude-a/);
  terminal.type("\u0003");

  expect(await terminal.exited).toBe(0);
});

test("it is of this moment, and needs a daemon", async () => {
  expect(await corner.cli(["stats", "--realtime", "--by", "model"])).toMatchObject({ code: 2, out: "" });
  const lonely = newCorner();
  expect(await lonely.cli(["stats", "--realtime"])).toMatchObject({ code: 3, out: "" });
  await lonely.leave();
});
