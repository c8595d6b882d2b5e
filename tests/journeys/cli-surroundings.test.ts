import { expect, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { commands } from "../../cli/commands/index.ts";
import { bunCommand } from "../support/daemon.ts";
import { runProgram } from "../support/program.ts";
import { scratchFolder } from "../support/scratch.ts";
import { openTerminal, withCursor } from "../support/terminal.ts";
import { terminalCorner } from "../support/terminal-corner.ts";

const here = terminalCorner();

const homeless = { HOME: "", PROXY_CLI_HOME: "" };

test("X-14 without a home every command tells what to set, its help is there, and a shell that completes hears nothing", async () => {
  let told = 0;
  for (const { name } of commands) {
    const [ran, help] = await Promise.all([
      here.corner.cli([name === "run" ? "status" : name], homeless),
      here.corner.cli([name, "--help"], homeless),
    ]);

    // Those that want a word or a terminal first say that.
    if (ran.code !== 2) {
      told++;
      expect([name, ran.code, ran.out]).toEqual([name, 78, ""]);
      expect(ran.err).toBe("error: there is no home folder\ntry: set HOME, or PROXY_CLI_HOME to an absolute path\n");
    }
    expect([name, help.code, help.err]).toEqual([name, 0, ""]);
  }
  expect(told).toBeGreaterThan(15);
  expect(await here.corner.cli(["__complete", "upstreams"], homeless)).toEqual({ code: 0, out: "", err: "" });
}, 60_000);

/** Root may look into everything: then it is somebody else who tries. */
const asSomebody = process.getuid?.() === 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];

test("X-14 of a home that nobody may look into no command says that there is nothing", async () => {
  const closed = join(scratchFolder(), "closed");
  mkdirSync(closed, { mode: 0o000 });
  const env = { ...here.corner.env, PROXY_CLI_HOME: closed };

  for (const words of ["status", "stats", "sessions", "logs", "token list", "cache", "stop"]) {
    const command = [...asSomebody, ...bunCommand("cli/main.ts"), ...words.split(" ")];
    const { code, out, err } = await runProgram(command, env, "/");

    expect([words, code, out]).toEqual([words, 77, ""]);
    expect(err).toMatch(/^error: .*closed cannot be (looked into|opened)/);
  }
}, 60_000);

test("X-12 an answer that finds no room where it goes is told as that, and not as a mistake of ours", async () => {
  const { code, out } = await runProgram(
    ["sh", "-c", `${bunCommand("cli/main.ts").join(" ")} --help 2>&1 >/dev/full`],
    here.corner.env,
    here.corner.folder,
  );

  expect([code, out]).toEqual([73, expect.stringContaining("error: standard output cannot be written (ENOSPC)")]);
});

test("X-14 a home whose path is too long for a socket is like any other", async () => {
  const runtime = join(here.corner.folder, "run");
  mkdirSync(runtime, { mode: 0o700 });
  const env = { PROXY_CLI_HOME: join(here.corner.folder, "a-long-name-".repeat(9), "home"), XDG_RUNTIME_DIR: runtime };

  expect(await here.corner.cli(["start", "--upstream", "simulator"], env)).toMatchObject({ code: 0 });
  const status = await here.corner.cli(["status", "--fields", "upstream", "--tsv"], env);
  const names = await here.corner.cli(["__complete", "upstreams"], env);
  const stop = await here.corner.cli(["stop"], env);

  expect(status).toMatchObject({ code: 0, out: "simulator\n" });
  expect(names.out).toContain("simulator\n");
  expect(stop.code).toBe(0);
  expect(await here.corner.cli(["status", "--check"], env)).toMatchObject({ code: 3 });
});

test.each(["stats --realtime", "status --watch", "interactive"])(
  "X-14 one column is enough for %s to go on and to end",
  async (words) => {
    await here.corner.cli(["start", "--upstream", "simulator"]);
    here.terminal = openTerminal(
      [...bunCommand("cli/main.ts"), ...words.split(" ")],
      { ...withCursor(here.corner.env), COLUMNS: "1" },
      here.corner.folder,
    );
    await here.terminal.shows(/…/);

    here.terminal.type("q");

    expect(await here.terminal.exited).toBe(0);
    expect(here.terminal.all()).toEndWith("\u001b[?25h");
  },
);

test("X-14 a terminal without a name is one that cannot move its cursor", async () => {
  await here.corner.cli(["start", "--upstream", "simulator"]);
  here.terminal = openTerminal(
    [...bunCommand("cli/main.ts"), "status", "--watch"],
    { ...here.corner.env, TERM: "" },
    here.corner.folder,
  );
  await here.terminal.shows(/At \d\d:\d\d:\d\d the proxy runs at \S+ with the upstream simulator\./);

  here.terminal.type("\u0003");

  expect(await here.terminal.exited).toBe(0);
  expect(here.terminal.all()).not.toContain("\u001b");
});
