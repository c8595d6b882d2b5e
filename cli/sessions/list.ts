import type { Context } from "../command.ts";
import type { Flags } from "../flags.ts";
import { pinText } from "../output/led.ts";
import { wrapped } from "../output/parts.ts";
import { type Column, tableLines } from "../output/table.ts";
import { costInTable, counted, lasted, money, percent, roughly, unknown } from "../output/units.ts";
import { visible } from "../output/visible.ts";
import { periodFrom } from "../period.ts";
import { partWords } from "./part.ts";
import { sessionsView, type View } from "./view.ts";

/** How many without a word about it. */
const usualCount = 20;

const columns: readonly Column[] = [
  { title: "  ID" },
  { title: "TOOL", flexible: true },
  { title: "REQ", right: true },
  { title: "CONTEXT", right: true },
  { title: "CACHED", right: true, givesWay: 1 },
  { title: "COST", right: true },
  { title: "BREAKS", right: true, givesWay: 2 },
  { title: "LAST", right: true },
];

/** The conversations of late on a line each; those that go on have a star. */
export const listSessions = async (context: Context, _: string | null, flags: Flags): Promise<void> => {
  const { json, data, print, say, now, columns: width } = context;
  const period = periodFrom(flags, now(), "sessions");
  const limit = flags.whole("lines", 1) ?? usualCount;
  const { running, sessions } = await sessionsView(context, { since: period.since, limit });
  if (json) return data({ running, since: period.since, sessions });
  if (sessions.length === 0) return say("no conversations yet");
  for (const line of sessionRows(sessions, now(), width)) print(line);
  const active = sessions.filter((session) => session.active).length;
  const known = `* ${counted(active, "conversation")} with a request in the last hour`;
  const part = running ? await partWords(context) : null;
  if (part !== null) say(part);
  say(wrapped(known, ["Look closer:  proxy-cli sessions show ID"], width).join("\n"));
};

/** A heading, and a line each. */
export const sessionRows = (sessions: readonly View[], now: number, width: number): readonly string[] =>
  tableLines({ columns, rows: sessions.map((session) => row(session, now)), width });

const row = (session: View, now: number): readonly string[] => [
  `${session.active ? "*" : " "} ${session.id}`,
  `${session.parent === null ? "" : "+ "}${visible(session.client ?? unknown)}${visible(pinText(session.pin))}`,
  String(session.requests),
  roughly(session.contextTokens),
  percent(session.cachedShare),
  costInTable(session),
  session.cacheBreaks === 0 ? unknown : `${session.cacheBreaks} ${money(session.cacheBreakMicros)}`,
  session.lastAt === null ? unknown : `${lasted(Math.max(0, now - session.lastAt))} ago`,
];
