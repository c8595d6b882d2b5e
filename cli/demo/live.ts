import type { Context } from "../command.ts";
import { closePlace, type Place } from "./place.ts";
import { spawnPlayer } from "./player/process.ts";
import type { ScenarioName } from "./player/scenarios.ts";

type Live = {
  readonly url: string;
  readonly scenario: ScenarioName;
  /** Whether the daemon stays, also when this command is killed. */
  readonly isKept: boolean;
  /** Closes the dashboard, as when the terminal is gone. */
  readonly signal: AbortSignal;
};

/**
 * The dashboard on the demo's own daemon, while a player plays behind it until the person has seen enough. The player is
 * the last to go: should we be ended on the way, it ends the daemon.
 */
export const playLive = async (
  context: Context,
  place: Place,
  { url, scenario, isKept, signal }: Live,
): Promise<number> => {
  const { openDashboard, usualWishes } = await import("../dashboard/main.ts");
  const { paths, client } = place;
  const player = spawnPlayer(context.root, { url, scenario, socket: isKept ? null : paths.socket });
  try {
    const ours = { ...context, client, paths, env: { ...context.env, PROXY_CLI_HOME: paths.home } };
    return await openDashboard(ours, { ...usualWishes, trouble: player.trouble, signal });
  } finally {
    player.rest();
    if (!isKept) await closePlace(place);
    await player.end();
  }
};

/** What to do next. */
export const nextLines = (isKept: boolean): readonly string[] => [
  "Use your own tool:  proxy-cli run -- claude        with the key that you already have",
  isKept ? "The demo goes on; end it:  proxy-cli demo --stop" : "The demo is stopped.  See it again:  proxy-cli demo",
];
