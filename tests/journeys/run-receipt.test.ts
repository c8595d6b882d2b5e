import { afterAll, beforeAll, expect, test } from "bun:test";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { bunCommand } from "../support/daemon.ts";
import { type FakeTool, fakeTool } from "../support/fake-tool.ts";
import { controlOf, newCorner } from "../support/program.ts";
import { openTerminal } from "../support/terminal.ts";

const corner = newCorner();
beforeAll(async () => {
  const { code, err } = await corner.cli(["start", "--upstream", "simulator"]);
  if (code !== 0) throw new Error(err);
});
afterAll(() => corner.leave());

const env = {
  OPENAI_API_KEY: "sk-simulated-0000",
  GEMINI_API_KEY: "g-0000",
  ANTHROPIC_API_KEY: "sk-ant-simulated-0000",
};

/** The first word of each line of a receipt behind its heading. */
const labelsIn = (err: string): readonly string[] => [...err.matchAll(/^ {2}(\w+) /gm)].map(([, word = ""]) => word);

const lines = ["turns", "tokens", "cost", "saved", "slowest"];

test.each<FakeTool>(["claude", "codex", "gemini", "opencode"])(
  "%s: what it came to is told at its end, of this run alone, and is what the daemon's rows say",
  async (name) => {
    const others = fakeTool(corner, name, 'await say("hello from elsewhere");');
    const program = fakeTool(
      corner,
      name,
      'for (const text of ["say 40 words", "say 5 words"]) await (await say(text)).text();',
    );

    const [{ code, out, err }] = await Promise.all([
      corner.cli(["run", "--receipt", "--", program], env),
      corner.cli(["run", "--", others], env),
    ]);
    const rows = await controlOf(corner).recent({ limit: 3 });

    expect([code, out]).toEqual([0, ""]);
    expect(err).toMatch(new RegExp(`^proxy-cli: ${name}, \\d+s, 2 requests$`, "m"));
    expect(labelsIn(err)).toEqual(lines);
    expect(err).toMatch(/^ {2}turns {5}2 {3}ok 100%$/m);
    expect(err).toMatch(/^ {2}tokens {4}in \d+ {3}out 45 {3}cache hit/m);
    expect(rows.map(({ id }) => id)).toContain(/slowest .*(r_\w+)$/m.exec(err)?.[1] ?? "");
  },
);

test("money, refusals and what nobody knows are in it, to the micro-dollar of the ledger", async () => {
  const program = fakeTool(
    corner,
    "claude",
    'await (await say("say 3000 words")).text(); await (await say("hi", { "x-sim-fault": "429" })).text(); process.exit(7);',
  );

  const { code, err } = await corner.cli(["run", "--receipt", "--", program], env);
  const rows = (await controlOf(corner).recent({ limit: 2 })).filter(({ costMicros }) => (costMicros ?? 0) > 0);

  expect(code).toBe(7);
  expect(err).toMatch(/429: 1/);
  expect(rows).toHaveLength(1);
  expect(err).toContain(`cost      $${((rows[0]?.costMicros ?? 0) / 1e6).toFixed(3)}`);
});

test("a program that takes no headers is told together with all others of its time", async () => {
  const program = fakeTool(corner, "program", 'await (await say("hi")).text();');

  const { err } = await corner.cli(["run", "--receipt", "--", program], env);

  expect(err).toMatch(/1 request {3}all requests of this time, whoever sent them/);
  expect(labelsIn(err)).toEqual(lines);
});

test("a program whose requests do not come through the proxy is told so", async () => {
  const { err } = await corner.cli(["run", "--receipt", "--", fakeTool(corner, "claude", "")], env);

  expect(err).toContain("proxy-cli: no request of claude came through the proxy");
});

test("nothing of it without a terminal, and with --quiet not a word at all", async () => {
  const program = fakeTool(corner, "claude", 'await (await say("hi")).text();');

  const piped = await corner.cli(["run", "--", program], env);
  const quiet = await corner.cli(["run", "--quiet", "--receipt", "--", program], env);

  expect(piped.err.trim().split("\n")).toHaveLength(1);
  expect(quiet).toEqual({ code: 0, out: "", err: "" });
});

test("--receipt-file has it for programs, with the exit code, quietly and for its owner alone", async () => {
  const program = fakeTool(corner, "claude", 'await (await say("say 9 words")).text(); process.exit(7);');
  const file = join(corner.folder, "receipt.json");

  const ran = await corner.cli(["run", "--quiet", "--receipt-file", file, "--", program], env);
  const told = JSON.parse(readFileSync(file, "utf8"));
  const lost = await corner.cli(["run", "--quiet", "--receipt-file", "no/where.json", "--", program], env);

  expect(ran).toEqual({ code: 7, out: "", err: "" });
  expect(told).toMatchObject({ schema: 1, exit_code: 7, is_alone: true, is_whole: true, turns: 1, still_running: 0 });
  expect(told.total).toMatchObject({ requests: 1, ok: 1, output_tokens: 9 });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect([lost.code, lost.err]).toEqual([7, expect.stringContaining("no receipt")]);
});

test("on a terminal it comes by itself, behind what the program said", async () => {
  const program = fakeTool(corner, "claude", 'await (await say("hi")).text(); console.log("BYE");');
  const terminal = openTerminal(
    [...bunCommand("cli/main.ts"), "run", "--", program],
    { ...corner.env, ...env },
    corner.folder,
  );

  await terminal.shows(/for this process only/);
  await terminal.shows(/BYE/);
  await terminal.shows(/slowest /);

  expect(await terminal.exited).toBe(0);
});

test("--session makes one conversation of all that it sends, under that name", async () => {
  const program = fakeTool(corner, "claude", 'for (const text of ["one", "two"]) await (await say(text)).text();');

  const { code } = await corner.cli(["run", "--session", "checkout-tests", "--", program], env);
  const rows = await controlOf(corner).recent({ limit: 2 });
  const odd = await corner.cli(["run", "--session", "a b\nx: y", "--", program], env);
  const plain = await corner.cli(["run", "--session", "x", "--", "true"], env);

  expect(code).toBe(0);
  expect(new Set(rows.map(({ session }) => session)).size).toBe(1);
  expect(rows.map(({ turn }) => turn)).toEqual([2, 1]);
  expect([odd.code, odd.out, plain.code]).toEqual([2, "", 2]);
});
