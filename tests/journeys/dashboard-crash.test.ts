import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { bunCommand, startDaemon, type TestDaemon } from "../support/daemon.ts";
import { openScreen } from "../support/screen.ts";

let daemon: TestDaemon;
beforeAll(async () => {
  daemon = await startDaemon({ flags: { upstream: "simulator" } });
});
afterAll(() => daemon.stop());

/** The dashboard with mistakes in it. */
const openBroken = async () => {
  const [bun = "", ...words] = bunCommand("cli/main.ts");
  const screen = openScreen(
    [bun, `--preload=${join(import.meta.dir, "../support/broken-dashboard.ts")}`, ...words, "tui"],
    {
      ...{ PATH: process.env["PATH"] ?? "", HOME: daemon.home, PROXY_CLI_HOME: daemon.home },
    },
  );
  await screen.shows(/quit/);
  return screen;
};

test.each([
  ["a key", "!", "a key is broken"],
  ["a panel", "6", "a panel is broken"],
  ["a panel, with the picture after the next", "26", "a panel is broken"],
  ["a timer", "@", "a timer is broken"],
  ["a promise", "#", "a promise is broken"],
])("X-12 a mistake of ours in %s gives the terminal back, says why and ends with 70", async (_, keys, why) => {
  const screen = await openBroken();

  screen.type(keys);

  expect(await screen.exited).toBe(70);
  expect(screen.taken()).toEqual({ screen: false, mouse: false, cursor: false });
  expect(screen.text()).toContain(why);
  expect(screen.text()).not.toContain("    at ");
});
