import type { Context, Input } from "../command.ts";
import { canPaintOver } from "../terminal/hold.ts";

/** Where an attached `start` shows what the daemon does; what else is said stands above that. */
export type Face = {
  /** Says above the summary what the command itself says. */
  readonly context: Context;
  readonly show: () => void;
  readonly end: () => void;
};

/** One that shows it, where `start` is attached to a terminal; null elsewhere, where the usual words are said. */
export const faceFor = async (context: Context, { flags }: Pick<Input, "flags">): Promise<Face | null> => {
  if (!flags.has("foreground") || context.json || !canPaintOver(context)) return null;
  return (await import("./summary.ts")).createFace(context);
};
