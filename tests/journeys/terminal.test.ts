import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { canaries } from "../support/canary.ts";
import { bunCommand } from "../support/daemon.ts";
import { type Corner, newCorner } from "../support/program.ts";
import { has, withProxyCli } from "../support/shells.ts";
import { openShell, openTerminal, prompt, type TestTerminal } from "../support/terminal.ts";
import { until } from "../support/wait.ts";

let corner: Corner;
let env: Readonly<Record<string, string>>;
let terminal: TestTerminal | null = null;

beforeEach(() => {
  corner = newCorner();
  env = withProxyCli(corner);
});

afterEach(async () => {
  terminal?.close();
  await terminal?.exited;
  terminal = null;
  await corner.leave();
});

/** Commands that wait for a person, what was done before, what is shown when they wait, and how they end at Ctrl-C. */
const waiting = [
  { words: "logs -f", before: [["start"]], shown: /INFO +started/, code: 130 },
  { words: "start --foreground", before: [], shown: /is running/, code: 0 },
  { words: "keys set anthropic", before: [], shown: /Key for anthropic/, code: 130 },
  { words: "config undo", before: [["config", "set", "log.level", "debug"]], shown: /\[y\/N\]/, code: 130 },
] as const;

/** `config undo` asks where somebody has changed the file by hand since. */
const prepare = async (before: (typeof waiting)[number]["before"]): Promise<void> => {
  for (const words of before) {
    await corner.cli(words);
    if (words[0] === "config") appendFileSync(join(corner.home, "config.yaml"), "# by hand\n");
  }
};

const servers = (): string => {
  const file = join(corner.home, "servers.yaml");
  return existsSync(file) ? readFileSync(file, "utf8") : "";
};

/** A shell in a terminal in which this command waits. */
const waitingIn = async ({ words, before, shown }: (typeof waiting)[number]): Promise<TestTerminal> => {
  await prepare(before);
  terminal = openShell(env, corner.folder);
  await terminal.shows(new RegExp(prompt));
  terminal.type(`proxy-cli ${words}\r`);
  await terminal.shows(shown);
  return terminal;
};

/** The exit code of what ran last; throws where the terminal does not show what is typed. */
const codeIn = async (shell: TestTerminal): Promise<number> => {
  await shell.shows(new RegExp(prompt));
  shell.type('echo "code=$?"; stty -a | tr -s " ;" "\\n" | grep -xE -- "-?(echo|icanon|isig)" | tr "\\n" " "\r');
  const shown = await shell.shows(/code=\d+\s+isig icanon echo /);
  return Number(/code=(\d+)/.exec(shown)?.[1]);
};

describe.skipIf(!has("bash", "Ctrl-C and Ctrl-Z in a real terminal (X-12)"))("in a terminal", () => {
  test.each(waiting)("X-12 Ctrl-C ends $words, and the terminal is as it was", async (command) => {
    const shell = await waitingIn(command);

    shell.type("\u0003");

    expect(await codeIn(shell)).toBe(command.code);
    expect(servers()).not.toContain("api_key:");
    if (command.words === "config undo")
      expect((await corner.cli(["config", "get", "log.level"])).out).toContain("debug");
  });

  test.each(waiting.filter(({ words }) => !words.startsWith("keys")))(
    "X-12 Ctrl-Z stops $words, and fg goes on",
    async (command) => {
      const shell = await waitingIn(command);

      shell.type("\u001a");
      await shell.shows(/Stopped/);
      await shell.shows(new RegExp(prompt));
      shell.type("fg\r");
      await shell.shows(/proxy-cli/);
      shell.type(command.words === "config undo" ? "n\r" : "\u0003");

      expect(await codeIn(shell)).toBe(command.words === "config undo" ? 0 : command.code);
    },
  );

  test("X-12 Ctrl-Z at the question for a key breaks it off: a shell would show what is typed then", async () => {
    const shell = await waitingIn(waiting[2]);

    shell.type(`${canaries.anthropic}\u001a`);

    expect(await codeIn(shell)).toBe(130);
    expect(shell.all()).not.toContain(canaries.anthropic);
    expect(servers()).not.toContain("api_key:");
  });

  test("X-12 a question for a key that is stopped from outside still shows nothing when it is taken up again", async () => {
    const shell = await waitingIn(waiting[2]);
    const ps = Bun.spawnSync(["pgrep", "-P", String(shell.pid)]);
    const pid = Number(ps.stdout.toString().trim());
    expect(readFileSync(`/proc/${pid}/cmdline`, "utf8")).toContain("keys");

    process.kill(pid, "SIGTSTP");
    await shell.shows(/Stopped/);
    await shell.shows(new RegExp(prompt));
    shell.type("fg\r");
    await shell.shows(/proxy-cli keys set anthropic/);
    await until("it hides again", () =>
      /-echo\b/.test(Bun.spawnSync(["stty", "-a", "-F", `/proc/${pid}/fd/0`]).stdout.toString()),
    );
    shell.type(`${canaries.anthropic}\r`);

    expect(await codeIn(shell)).toBe(0);
    expect(shell.all()).not.toContain(canaries.anthropic);
    expect(servers()).toContain(canaries.anthropic);
  });
});

test.each(waiting)(
  "X-12 a terminal that is closed ends $words, and nothing has changed",
  async ({ words, before, shown, code }) => {
    await prepare(before);
    terminal = openTerminal([...bunCommand("cli/main.ts"), ...words.split(" ")], env, corner.folder);
    await terminal.shows(shown);

    terminal.close();

    const ended = await terminal.exited;
    expect(ended === 0).toBe(code === 0); // the daemon that it was attached to ended well
    expect(servers()).not.toContain("api_key:");
    if (words.startsWith("start"))
      await until("the daemon has ended", async () => (await corner.cli(["status", "--check"])).code === 3, 15_000);
    if (words === "config undo") expect((await corner.cli(["config", "get", "log.level"])).out).toContain("debug");
  },
);
