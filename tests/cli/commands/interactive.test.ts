import { describe, expect, test } from "bun:test";
import { bunCommand } from "../../support/daemon.ts";
import { controlOf } from "../../support/program.ts";
import { has, withProxyCli } from "../../support/shells.ts";
import { openShell, openTerminal, prompt, type TestTerminal, withCursor } from "../../support/terminal.ts";
import { terminalCorner } from "../../support/terminal-corner.ts";

const here = terminalCorner();

const command = [...bunCommand("cli/main.ts"), "interactive"];
const plain = (): Readonly<Record<string, string>> => ({ ...withCursor(here.corner.env), NO_COLOR: "1" });
const open = (env: Readonly<Record<string, string>> = plain(), words: readonly string[] = []): TestTerminal => {
  here.terminal = openTerminal([...command, ...words], env, here.corner.folder);
  return here.terminal;
};

test("Z9: a command is found by its letters, asks for what it needs, says what it is and runs; then the menu is back", async () => {
  await here.corner.cli(["start", "--upstream", "simulator"]);
  const menu = open();
  await menu.shows(/> simulator[\s\S]*enter go on/);

  menu.type("switch-u\r");
  await menu.shows(/Which name\?[\s\S]*anthropic/);
  menu.type("aut\r");
  await menu.shows(/\$ proxy-cli switch-upstream auto\r\n/);
  await menu.shows(/simulator -> auto/);
  await menu.shows(/enter menu/);
  menu.type("\r");
  await menu.shows(/> auto[\s\S]*enter go on/);
  menu.type("q");

  expect(await menu.exited).toBe(0);
  expect((await controlOf(here.corner).status({})).upstream).toBe("auto");
  expect(menu.all()).toEndWith("\u001b[?25h");
});

test("what fails says so and the menu goes on; words of several parts stand in quotes", async () => {
  const menu = open();
  await menu.shows(/not running[\s\S]*enter go on/);

  menu.type("reload\r");
  await menu.shows(/error: .*not running/);
  await menu.shows(/it ended with 3 {3}enter menu/);
  menu.type("\r");
  await menu.shows(/enter go on/);
  menu.type("token\r");
  await menu.shows(/token: what about it\?/);
  menu.type("revoke\r");
  await menu.shows(/Which name\?/);
  menu.type("my token\r");
  await menu.shows(/\$ proxy-cli token revoke 'my token'\r\n/);
  await menu.shows(/enter menu/);
  menu.type("q");

  expect(await menu.exited).toBe(0);
});

test("with escape one goes back a step at a time", async () => {
  const menu = open();
  await menu.shows(/enter go on/);

  menu.type("sessions\r");
  await menu.shows(/sessions: what about it\?/);
  menu.type("list\r");
  await menu.shows(/Of which time\?/);
  menu.type("\u001b");
  await menu.shows(/sessions: what about it\?/);
  menu.type("\u001b");
  await menu.shows(/proxy-cli {3}not running/);
  menu.type("\u001b");

  expect(await menu.exited).toBe(0);
});

test("X-14 without colours and beyond ASCII, and in 40 columns, it is the same", async () => {
  const menu = open({ ...withCursor(here.corner.env), NO_COLOR: "1", LANG: "C", COLUMNS: "40" });
  await menu.shows(/enter go on/);
  menu.type("q");

  expect(await menu.exited).toBe(0);
  expect(menu.all()).not.toMatch(/\u001b\[[\d;]*m/);
  expect(menu.all().replaceAll("\u001b", "")).toMatch(/^[\r\n\t -~]*$/);
  const longest = menu
    .all()
    .replaceAll(/\u001b\[\??[\d;]*[a-zA-Z]/g, "")
    .split(/[\r\n]+/)
    .filter((line) => line.length > 40);
  expect(longest).toEqual([]);
});

test("where it cannot be it says what can", async () => {
  expect(await here.corner.cli(["interactive"])).toMatchObject({
    code: 2,
    out: "",
    err: expect.stringMatching(/^error: interactive needs a terminal \(stdout is not a TTY\)\ntry: proxy-cli /),
  });
  const dumb = open(here.corner.env);
  await dumb.shows(/error: interactive needs a terminal that can move its cursor/);
  expect(await dumb.exited).toBe(2);
  const unasked = open(plain(), ["--no-input"]);
  await unasked.shows(/error: interactive asks/);
  expect(await unasked.exited).toBe(2);
});

describe.skipIf(!has("bash", "how the menu ends in a real terminal (X-12)"))("in a terminal", () => {
  const shellWithMenu = async (): Promise<TestTerminal> => {
    here.terminal = openShell(withCursor(withProxyCli(here.corner)), here.corner.folder);
    await here.terminal.shows(new RegExp(prompt));
    here.terminal.type("proxy-cli interactive\r");
    await here.terminal.shows(/enter go on/);
    return here.terminal;
  };
  const stateOf = async (shell: TestTerminal): Promise<string> => {
    await shell.shows(new RegExp(prompt));
    shell.type('echo "code=$?"; stty -a | tr -s " ;" "\\n" | grep -xE -- "-?(echo|icanon|isig)" | tr "\\n" " "\r');
    return (await shell.shows(/code=\d+\s+isig icanon echo /)).match(/code=\d+/g)?.at(-1) ?? "";
  };

  test("X-12 Ctrl-C ends the menu, and the terminal is as it was", async () => {
    const shell = await shellWithMenu();

    shell.type("\u0003");

    expect(await stateOf(shell)).toBe("code=130");
    expect(
      shell
        .all()
        .match(/\u001b\[\?25[hl]/g)
        ?.at(-1),
    ).toBe("\u001b[?25h");
  });

  test("X-12 Ctrl-Z stops the menu, fg shows it again, and Ctrl-C ends a command of it alone", async () => {
    const shell = await shellWithMenu();

    shell.type("\u001a");
    await shell.shows(/Stopped/);
    await stateOf(shell);
    shell.type("fg\r");
    await shell.shows(/enter go on/);
    shell.type("simulator\r");
    await shell.shows(/\$ proxy-cli simulator\r\n[\s\S]*http:/);
    shell.type("\u0003");
    await shell.shows(/enter menu/);
    shell.type("q");

    expect(await stateOf(shell)).toBe("code=0");
  });

  test("X-12 a window that is closed ends the menu", async () => {
    const menu = open();
    await menu.shows(/enter go on/);

    menu.close();

    expect(await menu.exited).not.toBe(0);
  });
});
