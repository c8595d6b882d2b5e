import type { Context } from "../command.ts";
import type { Flags } from "../flags.ts";
import type { Options } from "./main.ts";

/** Opens the dashboard of this home as the options say; blessed is loaded by nothing else. */
export const openWith = async (
  { client, now, paths }: Pick<Context, "client" | "now" | "paths">,
  flags: Flags,
  more: Pick<Options, "trouble" | "signal"> = {},
): Promise<number> => {
  const { openDashboard } = await import("./main.ts");
  const { answersAtHand } = await import("./at-hand.ts");
  return openDashboard({
    client,
    atHand: answersAtHand(paths),
    now,
    look: { ascii: flags.has("ascii"), colours: 256, theme: "dark", mouse: !flags.has("no-mouse") },
    ...more,
  });
};
