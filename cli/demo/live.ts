import type { Context } from "../command.ts";
import type { Flags } from "../flags.ts";
import { closePlace, type Place } from "./place.ts";
import { spawnPlayer } from "./player/process.ts";
import type { ScenarioName } from "./player/scenarios.ts";

type Live = {
  readonly url: string;
  readonly scenario: ScenarioName;
  /** Whether the daemon stays, also when this command is killed. */
  readonly isKept: boolean;
  readonly flags: Flags;
  /** Closes the dashboard, as when the terminal is gone. */
  readonly signal: AbortSignal;
};

/**
 * The dashboard on the demo's own daemon, while a player plays behind it until the person has seen enough. The player is
 * the last to go: should we be ended on the way, it ends the daemon.
 */
export const playLive = async (
  { root, now }: Pick<Context, "root" | "now">,
  place: Place,
  { url, scenario, isKept, flags, signal }: Live,
): Promise<number> => {
  const { openWith } = await import("../dashboard/open.ts");
  const { paths, client } = place;
  const player = spawnPlayer(root, { url, scenario, socket: isKept ? null : paths.socket });
  try {
    return await openWith({ client, now, paths }, flags, { trouble: player.trouble, signal });
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
