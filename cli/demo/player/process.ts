import { join } from "node:path";
import type { ScenarioName } from "./scenarios.ts";

/** What a player is told first. */
export type PlayOrders = {
  readonly url: string;
  /** Null = nothing is played: it looks after the daemon alone. */
  readonly scenario: ScenarioName | null;
  /** The control socket of the daemon that ends when the one who started the player dies; null = it stays. */
  readonly socket: string | null;
};

/** A player in a process of its own. */
export type PlayerProcess = {
  readonly pid: number;
  /** Has it play everything that can go wrong, once. */
  readonly trouble: () => void;
  /** Has it play no more; it still looks after the daemon. */
  readonly rest: () => void;
  /** Ends it, and resolves when it is gone. */
  readonly end: () => Promise<void>;
};

/**
 * Starts a player. In a session of its own: a closed terminal or Ctrl-C must reach it through us alone, because it
 * cleans up where we could not.
 */
export const spawnPlayer = (root: string, orders: PlayOrders): PlayerProcess => {
  const child = Bun.spawn(
    [
      process.execPath,
      "--no-env-file",
      `--config=${join(root, "bunfig.toml")}`,
      `--tsconfig-override=${join(root, "tsconfig.json")}`,
      "--no-install",
      join(root, "cli", "demo", "player", "main.ts"),
    ],
    { argv0: "proxy-cli-demo", cwd: "/", env: {}, detached: true, stdin: "pipe", stdout: "ignore", stderr: "ignore" },
  );
  const say = (line: string): void => {
    if (child.exitCode !== null) return;
    child.stdin.write(`${line}\n`);
    void child.stdin.flush();
  };
  say(JSON.stringify(orders));
  return {
    pid: child.pid,
    trouble: () => say("trouble"),
    rest: () => say("rest"),
    end: async () => {
      say("end");
      const timer = setTimeout(() => child.kill("SIGKILL"), patienceMs);
      await child.exited.finally(() => clearTimeout(timer));
    },
  };
};

/** It only breaks connections off; whoever takes longer hangs. */
const patienceMs = 5000;
