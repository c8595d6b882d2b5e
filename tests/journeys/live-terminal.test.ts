import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { bunCommand } from "../support/daemon.ts";
import { type Corner, controlOf, newCorner } from "../support/program.ts";
import { has, withProxyCli } from "../support/shells.ts";
import { openShell, openTerminal, prompt, type TestTerminal, withCursor } from "../support/terminal.ts";
import { until } from "../support/wait.ts";

let corner: Corner;
let env: Readonly<Record<string, string>>;
let terminal: TestTerminal | null = null;

beforeEach(() => {
  corner = newCorner();
  env = withCursor(withProxyCli(corner));
});

afterEach(async () => {
  terminal?.close();
  await terminal?.exited;
  terminal = null;
  await corner.leave();
});

/** Commands that paint over what they painted, what is shown when they are there, and whether q ends them. */
const living = [
  { words: "stats --realtime", before: ["start", "--upstream", "simulator"], shown: /q ends it/, endsAtQ: true },
  { words: "status --watch", before: ["start", "--upstream", "simulator"], shown: /q ends it/, endsAtQ: true },
  { words: "start --foreground", before: ["stop"], shown: /Ctrl-C stops it/, endsAtQ: false },
] as const;

type Living = (typeof living)[number];

const livingIn = async ({ words, before, shown }: Living): Promise<TestTerminal> => {
  await corner.cli(before);
  terminal = openShell(env, corner.folder);
  await terminal.shows(new RegExp(prompt));
  terminal.type(`proxy-cli ${words}\r`);
  await terminal.shows(shown);
  return terminal;
};

/** The process of the command that a shell runs. */
const childOf = (shell: TestTerminal): number =>
  Number(
    Bun.spawnSync(["pgrep", "-P", String(shell.pid)])
      .stdout.toString()
      .trim(),
  );

/** The exit code of what ran last; throws where the terminal is not as it was: keys are shown, and so is the cursor. */
const codeIn = async (shell: TestTerminal): Promise<number> => {
  const cursor = (): string =>
    shell
      .all()
      .match(/\u001b\[\?25[hl]/g)
      ?.at(-1) ?? "";
  await until("the cursor is shown again", () => cursor() === "\u001b[?25h", 15_000);
  await shell.shows(new RegExp(prompt));
  shell.type('echo "code=$?"; stty -a | tr -s " ;" "\\n" | grep -xE -- "-?(echo|icanon|isig)" | tr "\\n" " "\r');
  const shown = await shell.shows(/code=\d+\s+isig icanon echo /);
  return Number(/code=(\d+)/.exec(shown)?.[1]);
};

describe.skipIf(!has("bash", "how a live display ends in a real terminal (X-12)"))("in a terminal", () => {
  for (const command of living.filter(({ endsAtQ }) => endsAtQ)) {
    test(`X-12 q ends ${command.words}, and the terminal is as it was`, async () => {
      const shell = await livingIn(command);

      shell.type("xq");

      expect(await codeIn(shell)).toBe(0);
    });
  }

  for (const command of living) {
    test(`X-12 Ctrl-C ends ${command.words}, and the terminal is as it was`, async () => {
      const shell = await livingIn(command);

      shell.type("\u0003");

      expect(await codeIn(shell)).toBe(0);
    });

    test(`X-12 SIGTERM ends ${command.words}, and the terminal is as it was`, async () => {
      const shell = await livingIn(command);

      process.kill(childOf(shell), "SIGTERM");

      expect(await codeIn(shell)).toBe(0);
    });

    test(`X-12 Ctrl-\\ ends ${command.words}, and the terminal is as it was`, async () => {
      const shell = await livingIn(command);

      shell.type("\u001c");

      expect(await codeIn(shell)).toBe(0);
    });

    test(`X-12 Ctrl-Z stops ${command.words} with the terminal as it was, and fg goes on`, async () => {
      const shell = await livingIn(command);

      shell.type("\u001a");
      await shell.shows(/Stopped/);
      await codeIn(shell);
      shell.type("fg\r");
      await shell.shows(/proxy-cli/);
      await shell.shows(command.shown);
      shell.type("\u0003");

      expect(await codeIn(shell)).toBe(0);
    });

    test(`X-12 ${command.words} that is stopped from outside paints again when it is taken up`, async () => {
      const shell = await livingIn(command);

      process.kill(childOf(shell), "SIGSTOP");
      await shell.shows(/Stopped/);
      await shell.shows(new RegExp(prompt));
      shell.type("fg\r");
      await shell.shows(/proxy-cli/);
      await shell.shows(command.shown);
      shell.type("\u0003");

      expect(await codeIn(shell)).toBe(0);
    });
  }
});

for (const command of living) {
  test(`X-12 a window that is closed ends ${command.words}`, async () => {
    await corner.cli(command.before);
    terminal = openTerminal([...bunCommand("cli/main.ts"), ...command.words.split(" ")], env, corner.folder);
    await terminal.shows(command.shown);

    terminal.close();

    await terminal.exited;
    if (command.words.startsWith("start"))
      await until("the daemon has ended", async () => (await corner.cli(["status", "--check"])).code === 3, 15_000);
    else
      await until("nobody watches any more", async () => (await controlOf(corner).status({})).watchers === 0, 15_000);
  });
}

test("V14 a start that is attached to a terminal shows totals, conversations and the latest requests", async () => {
  terminal = openTerminal(
    [...bunCommand("cli/main.ts"), "start", "--foreground", "--upstream", "simulator"],
    env,
    corner.folder,
  );
  await terminal.shows(/is running/);
  await terminal.shows(/Ctrl-C stops it/);
  const { url } = await until(
    "it answers",
    () =>
      controlOf(corner)
        .status({})
        .catch(() => null),
    15_000,
  );
  const body = { model: "claude-a", max_tokens: 9, messages: [{ role: "user", content: "hi" }] };
  const ask = (more: object) =>
    fetch(`${url}/v1/messages`, {
      method: "POST",
      body: JSON.stringify({ ...body, ...more }),
      headers: { "x-api-key": "k" },
    });

  await (await ask({})).text();
  await (await ask({ messages: 5 })).text();

  await terminal.shows(/WARN .* 400 simulator claude-a/); // above the block, which goes on below
  await terminal.shows(/requests +2 today/);
  await terminal.shows(/\* s_\w+ +/);
  await terminal.shows(/\d\d:\d\d:\d\d +\S*400\S* +claude-a/);
  terminal.type("\u0003");
  expect(await terminal.exited).toBe(0);
});

test("V14 so does a start that keeps nothing", async () => {
  terminal = openTerminal(
    [...bunCommand("cli/main.ts"), "start", "--ephemeral", "--foreground", "--upstream", "simulator"],
    { ...env, TMPDIR: corner.folder },
    corner.folder,
  );

  await terminal.shows(/keeps nothing on the disk/);
  await terminal.shows(/> simulator[\s\S]*Ctrl-C stops it/);
  terminal.type("\u0003");

  expect(await terminal.exited).toBe(0);
});
