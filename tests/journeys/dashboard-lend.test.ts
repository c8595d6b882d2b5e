import { afterAll, beforeAll, expect, test } from "bun:test";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";
import { openScreen } from "../support/screen.ts";
import { openTui } from "../support/tui.ts";
import { until } from "../support/wait.ts";

let daemon: TestDaemon;
beforeAll(async () => {
  daemon = await startDaemon({ flags: { upstream: "simulator" } });
});
afterAll(() => daemon.stop());

/** An editor that is this shell script. */
const editorOf = (script: string): Readonly<Record<string, string>> => {
  const file = join(daemon.home, "an-editor");
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return { EDITOR: file, VISUAL: file };
};

const givenBack = { screen: false, mouse: false, cursor: false };
const taken = { screen: true, mouse: true, cursor: true };

test("X-12 a program that is lent the terminal has every key and Ctrl-C for itself, and the dashboard comes back", async () => {
  const modes = join(daemon.home, "modes.txt");
  const env = editorOf(
    `trap 'echo HEARD-INT' INT; stty -a >'${modes}'; echo EDITING; read -r a; echo "READ:$a"; read -r b; echo "THEN:$b"; read -r c; exit 3`,
  );
  const screen = await openTui(daemon, { env });

  screen.type(":config edit\r");
  await screen.shows(/EDITING/);
  expect(screen.taken()).toEqual(givenBack);
  expect(readFileSync(modes, "utf8")).toMatch(/[^-]icanon[\s\S]*[^-]echo /);
  screen.type("hello, quiet q\r");
  await screen.shows(/READ:hello, quiet q/);
  screen.type("\x03");
  await screen.shows(/HEARD-INT/);
  screen.type("x\r");
  await screen.shows(/the editor [\s\S]* ended with 3[\s\S]*Enter goes back/); // its last words can be read
  screen.type("\r");

  await screen.shows(/config edit ended with 1[\s\S]*quit/);
  expect(screen.taken()).toEqual(taken);
  screen.type("2");
  await screen.shows(/Upstreams/);
  screen.type("q");
  expect(await screen.exited).toBe(0);
});

test("X-12 Ctrl-Z in a program that is lent the terminal stops both, fg goes on with the program", async () => {
  const env = editorOf(`echo EDITING; read -r a; echo "READ:$a"; read -r b; exit 3`);
  const shell = openScreen(["bash", "--norc", "--noprofile", "-i"], {
    ...{ PATH: process.env["PATH"] ?? "", HOME: daemon.home, PROXY_CLI_HOME: daemon.home, PS1: "READY> ", ...env },
  });
  await shell.shows(/READY>/);
  shell.type("cli/proxy-cli tui\r");
  await shell.shows(/quit/);
  shell.type(":config edit\r");
  await shell.shows(/EDITING/);

  shell.type("\x1a");
  await shell.shows(/Stopped[\s\S]*READY>/);
  shell.type("fg\r");
  await shell.shows(/READY> fg/);
  shell.type("hello\r");
  await shell.shows(/READ:hello/);
  expect(shell.taken()).toEqual(givenBack);
  shell.type("\r");
  await shell.shows(/Enter goes back/);
  shell.type("\r");
  await shell.shows(/quit/);
  shell.type("q");
  await shell.shows(/READY>$/m);
  shell.type("exit\r");

  expect(await shell.exited).toBe(0);
});

test("X-12 a dashboard that is ended while a program has its terminal takes that along, and takes nothing back", async () => {
  const screen = await openTui(daemon, { env: editorOf(`echo "EDITING $$"; exec sleep 600`) });
  screen.type(":config edit\r");
  const [, pid] = /EDITING (\d+)/.exec(await screen.shows(/EDITING \d+/)) ?? [];

  process.kill(screen.pid, "SIGTERM");

  expect(await screen.exited).toBe(143);
  expect(screen.taken()).toEqual(givenBack);
  await until("the editor is gone", () => !existsSync(`/proc/${pid}`) && true);
});
