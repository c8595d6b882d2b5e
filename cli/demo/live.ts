import type { Context } from "../command.ts";
import type { Place } from "./place.ts";
import { type PlayerProcess, spawnPlayer } from "./player/process.ts";
import type { ScenarioName } from "./player/scenarios.ts";

/** Opens a dashboard on a daemon; resolves with the exit code when the person has left it. */
export type OpenDashboard = (context: Context, more: { readonly onFault: () => void }) => Promise<number>;

type Live = {
  readonly url: string;
  readonly scenario: ScenarioName;
  /** Whether the daemon stays when the command is killed. */
  readonly isKept: boolean;
  /** The program that runs our own sources. */
  readonly bun: string;
  readonly openDashboard: OpenDashboard;
};

/** The dashboard on the demo's own daemon, while a player plays behind it until the person has seen enough. */
export const playLive = async (
  context: Context,
  { paths, client }: Place,
  { url, scenario, isKept, bun, openDashboard }: Live,
): Promise<number> => {
  const player: PlayerProcess = spawnPlayer(context.root, bun, { url, scenario, socket: isKept ? null : paths.socket });
  try {
    return await openDashboard({ ...context, paths, client }, { onFault: player.trouble });
  } finally {
    await player.end();
  }
};

/** What to do next. */
export const nextLines = (isKept: boolean): readonly string[] => [
  "Use your own tool:  proxy-cli run -- claude",
  isKept ? "The demo's proxy stays; end it:  proxy-cli demo --stop" : "The demo is stopped.  Again:  proxy-cli demo",
];
