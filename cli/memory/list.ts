import type { Context } from "../command.ts";
import type { Flags } from "../flags.ts";
import { type Column, tableLines } from "../output/table.ts";
import { bytes, lasted, roughly } from "../output/units.ts";
import { visible } from "../output/visible.ts";
import { askMemory, sessionNamed } from "./view.ts";

const usualCount = 20;

const columns: readonly Column[] = [
  { title: "  ID" },
  { title: "FROM", flexible: true },
  { title: "SESSION", givesWay: 1 },
  { title: "TOKENS", right: true },
  { title: "SIZE", right: true, givesWay: 3 },
  { title: "WEIGHT", right: true, givesWay: 2 },
  { title: "RECALLED", right: true },
  { title: "AGE", right: true },
];

/** What was left out of conversations, on a line each, the latest first; what is pinned has a star. */
export const listMemories = async (context: Context, _: string | null, flags: Flags): Promise<void> => {
  const { json, data, print, say, now, columns: width } = context;
  const session = sessionNamed(flags.text("session"));
  const limit = flags.whole("lines", 1) ?? usualCount;
  const { running, answer: memories } = await askMemory(context, "memories", { session, limit });
  if (json) return data({ running, memories });
  if (memories.length === 0)
    return say("nothing is kept: originals are kept in the modes that leave something out (memory.mode)");
  const rows = memories.map((one) => [
    `${one.isPinned ? "*" : " "} ${one.id}`,
    visible(one.source),
    one.session ?? "-",
    roughly(one.tokens),
    bytes(one.bytes),
    one.importance.toFixed(2),
    String(one.timesRecalled),
    lasted(Math.max(0, now() - one.at)),
  ]);
  for (const line of tableLines({ columns, rows, width })) print(line);
};
