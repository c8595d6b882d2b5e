import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";
import { say } from "../support/dashboard-traffic.ts";
import { runProgram } from "../support/program.ts";
import { scratchFolder } from "../support/scratch.ts";
import { has } from "../support/shells.ts";
import { until } from "../support/wait.ts";

const root = join(import.meta.dir, "../..");

/** A window of tmux in a server of its own, with this daemon's dashboard behind a shell. */
const openTmux = async ({ home }: TestDaemon) => {
  const folder = scratchFolder();
  const env = { PATH: process.env["PATH"] ?? "", HOME: folder, PROXY_CLI_HOME: home, LANG: "C.UTF-8" };
  const tmux = async (...words: readonly string[]): Promise<string> => {
    const { out, err, code } = await runProgram(
      ["tmux", "-u", "-S", join(folder, "s"), "-f", "/dev/null", ...words],
      env,
      folder,
    );
    if (code !== 0) throw new Error(`tmux ${words.join(" ")}: ${err}`);
    return out;
  };
  await tmux("new-session", "-d", "-x", "80", "-y", "24", "PS1='READY> ' bash --norc --noprofile -i");
  const text = (): Promise<string> => tmux("capture-pane", "-p");
  return {
    tmux,
    keys: (...names: readonly string[]) => tmux("send-keys", ...names),
    shows: (what: RegExp): Promise<string> =>
      until(
        `${what} is in the window`,
        async () => {
          const shown = await text();
          return what.test(shown) && shown;
        },
        20_000,
      ),
  };
};

describe.skipIf(!has("tmux", "the dashboard within tmux"))("within tmux", () => {
  let daemon: TestDaemon;
  beforeAll(async () => {
    daemon = await startDaemon({ flags: { upstream: "simulator" } });
    await say(daemon, { model: "claude-sonnet-4-6", words: ["from tmux"] });
  });
  afterAll(() => daemon.stop());

  test("it is drawn, hears keys and the size of the window, and gives the shell back as it was", async () => {
    const window = await openTmux(daemon);
    try {
      await window.shows(/READY>/);
      await window.keys("echo before", "Enter", `${root}/cli/proxy-cli tui`, "Enter");
      const overview = await window.shows(/200[^\n]*claude-sonnet/);
      expect(overview).toMatch(/^╔|^┌/m);

      await window.keys("Enter");
      await window.shows(/\[1 Summary\]/);
      await window.keys("Escape");
      await window.shows(/1 Overview/);
      await window.keys("Tab");
      await window.shows(/2 Upstreams/);
      await window.tmux("resize-window", "-x", "120", "-y", "40");
      await window.shows(/^.{109}2 Upstreams$/m); // at the right edge of the wider window
      await window.keys("q");

      const after = await window.shows(/before[\s\S]*READY>\s*$/);
      expect(after).not.toMatch(/[║╔]/);
    } finally {
      await window.tmux("kill-server");
    }
  }, 60_000);
});
