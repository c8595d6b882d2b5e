import type { Context } from "../command.ts";
import { bytes, counted, dayAndTime, exactly, roughly } from "../output/units.ts";
import { visible } from "../output/visible.ts";
import { askMemory } from "./view.ts";

/** How much is kept of what was left out, by which shrinkers it was, and how often somebody wanted it back. */
export const memoryStats = async (context: Context): Promise<void> => {
  const { json, data, print, now } = context;
  const { running, answer } = await askMemory(context, "memoryStats", {});
  if (json) return data({ running, ...answer });
  const { kept, pinned, maxBytes, tokens, keepMs, oldestAt, recalls, edits, editedTokens, shrinkers, mode } = answer;
  const days = keepMs === null ? "for ever" : counted(Math.round(keepMs / 86_400_000), "day");
  const oldest = oldestAt === null ? "" : `, the oldest of ${dayAndTime(oldestAt, now())}`;
  print(`mode      ${mode ?? "no daemon runs"}`);
  print(`kept      ${counted(kept, "original")} (${pinned} pinned), ${roughly(tokens)} tokens${oldest}`);
  print(
    `room      ${bytes(answer.bytes)} of ${bytes(maxBytes)}, kept ${days}; originals are kept in editing modes alone`,
  );
  print(`edits     ${counted(edits, "piece")} shorter, ${roughly(editedTokens)} tokens less each time they are sent`);
  for (const { shrinker, edits: count } of shrinkers) print(`  ${visible(shrinker).padEnd(20)} ${exactly(count)}`);
  print(`recalled  ${counted(recalls, "time")}: somebody wanted back what was left out`);
};
