import { afterAll, beforeAll, expect, test } from "bun:test";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";
import { openScreen } from "../support/screen.ts";
import { openTui } from "../support/tui.ts";
import { until } from "../support/wait.ts";

let daemon: TestDaemon;
beforeAll(async () => {
  daemon = await startDaemon({ flags: { upstream: "simulator" } });
});
afterAll(() => daemon.stop());

const givenBack = { screen: false, mouse: false, cursor: false };

test("q gives the terminal back as it was and leaves the proxy running", async () => {
  const screen = await openTui(daemon);
  expect(screen.taken()).toEqual({ screen: true, mouse: true, cursor: true });

  screen.type("q");

  expect(await screen.exited).toBe(0);
  expect(screen.taken()).toEqual(givenBack);
  expect((await daemon.control.status({})).upstream).toBe("simulator");
});

test.each([
  ["SIGTERM", 143],
  ["SIGINT", 130],
  ["SIGHUP", 129],
  ["SIGQUIT", 131],
] as const)("%s gives the terminal back and ends with %d", async (signal, code) => {
  const screen = await openTui(daemon);

  process.kill(screen.pid, signal);

  expect(await screen.exited).toBe(code);
  expect(screen.taken()).toEqual(givenBack);
});

test("Ctrl-Z gives the terminal to the shell, fg takes it again with everything drawn", async () => {
  const shell = openScreen(["bash", "--norc", "--noprofile", "-i"], {
    ...{ PATH: process.env["PATH"] ?? "", HOME: daemon.home, PROXY_CLI_HOME: daemon.home, PS1: "READY> " },
  });
  await shell.shows(/READY>/);
  shell.type("cli/proxy-cli tui\r");
  await shell.shows(/quit/);

  shell.type("\x1a");
  await shell.shows(/Stopped[\s\S]*READY>/);
  expect(shell.taken()).toEqual(givenBack);
  shell.type("fg\r");
  await shell.shows(/Overview[\s\S]*quit/);
  expect(shell.taken()).toEqual({ screen: true, mouse: true, cursor: true });
  shell.type("q");
  await shell.shows(/READY>$/m);
  shell.type("exit\r");

  expect(await shell.exited).toBe(0);
});

test("a window that is closed ends it", async () => {
  const screen = await openTui(daemon);

  screen.close();

  expect(await screen.exited).toBeGreaterThan(128);
});

test("what is too small says so, does not work in the dark, and comes back", async () => {
  const screen = await openTui(daemon);
  screen.resize(30, 8);
  await screen.shows(/^40x10 needed, this is 30x8$/m);
  expect(screen.lines().filter((line) => line !== "")).toEqual(["40x10 needed, this is 30x8"]);

  screen.resize(120, 40);
  await screen.shows(/quit/);

  expect(screen.lines().length).toBe(40);
  screen.type("q");
  await screen.exited;
});

test("without a terminal it says what to do instead, and writes nothing to stdout", async () => {
  const child = Bun.spawn(["cli/proxy-cli", "tui"], {
    env: { PATH: process.env["PATH"] ?? "", HOME: daemon.home, PROXY_CLI_HOME: daemon.home, TERM: "xterm" },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });

  expect(await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])).toEqual([
    "",
    expect.stringMatching(/tui needs a terminal \(stdout is not a TTY\)[\s\S]*stats --realtime/),
    2,
  ]);
});

test("no colours means none, and what is chosen is seen all the same", async () => {
  const screen = await openTui(daemon, { env: { NO_COLOR: "1" } });

  expect(screen.raw()).not.toMatch(/\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7])[;m]/);
  screen.type("q");
  await screen.exited;
});

test("in a plain locale every cell is ASCII", async () => {
  const screen = await openTui(daemon, { env: { LANG: "C", LC_ALL: "C" } });

  expect(screen.text()).toMatch(/^[\x20-\x7e\n]*$/);
  screen.type("q");
  await screen.exited;
});

test("a click on a word of the last line is its key", async () => {
  const screen = await openTui(daemon);
  const column = (screen.lines().at(-1) ?? "").indexOf("? help") + 1;

  screen.type(`\x1b[<0;${column};24M\x1b[<0;${column};24m`);

  await until("the help is there", () => /Keys/.test(screen.text()), 10_000);
  screen.type("\x1b");
  await screen.loses(/Keys/);
  screen.type("q");
  await screen.exited;
});

test("Z10, D5: status, request rate, response times and success rate are there live, and a key switches", async () => {
  const screen = await openTui(daemon, { columns: 120, rows: 40 });
  const ask = { model: "gpt-4o-mini", messages: [{ role: "user", content: "hello" }] };
  const headers = { authorization: "Bearer sk-simulated-key-0000", "content-type": "application/json" };
  for (let request = 0; request < 5; request++)
    await fetch(`${daemon.url}/v1/chat/completions`, { method: "POST", headers, body: JSON.stringify(ask) });

  await screen.shows(/Requests\/s, last 2 min/);
  await screen.shows(/ok 100%/);
  await screen.shows(/p50 +p95 +p99/);
  await screen.shows(/gpt-4o-mini/);
  screen.type("u");
  await screen.shows(/Switch upstream[\s\S]*anthropic/);
  screen.type("\x1b");
  await screen.loses(/Switch upstream/);
  screen.type("q");

  expect(await screen.exited).toBe(0);
});
