import type { SessionView } from "../../../src/control/contract.ts";
import { pinText } from "../../output/led.ts";
import { counted, exactly, lasted, percent, roughly, unknown } from "../../output/units.ts";
import { type Column, tableOf } from "../frame/columns.ts";
import { clickable, type Line, line, reversed, span } from "../frame/line.ts";
import { windowOf as listWindow } from "../lists.ts";
import type { Panel } from "../panel.ts";
import { sessionsIn, sessionsQuestion } from "../sessions/list.ts";
import { breaksCell, contextCell, costCell } from "../sessions/words.ts";
import { askingLine } from "./asking.ts";

/** The conversations of late, the latest used first; those that go on have a star. */
export const sessionsPanel: Panel = (state, now, { columns, rows }) => {
  const title = `Sessions, ${state.sessionsOf === "today" ? "today" : `last ${state.sessionsOf}`}`;
  const sessions = sessionsIn(state, now);
  if (sessions === null) return { title, lines: [askingLine(state.data.answers, sessionsQuestion(state, now))] };
  if (sessions.length === 0) return { title, lines: nothing(state.sessionsOf === "7 days") };
  const { from, chosen } = listWindow(
    state.lists["sessions"],
    sessions.map(({ id }) => id),
    rows - 1,
  );
  const shown = sessions.slice(from, from + rows - 1);
  const table = tableOf(columnsAt(now, chosen, columns < 50), shown, columns - 1);
  const lines = table.rows.map((row, at): Line => {
    const id = shown[at]?.id ?? "";
    const whole = clickable(row, { row: id });
    return id === chosen ? reversed(whole) : whole;
  });
  const active = sessions.filter((session) => session.active).length;
  const note = `${counted(sessions.length, "session")}, ${exactly(active)} active`;
  return { title, note, lines: [table.titles, ...lines] };
};

const nothing = (isLongest: boolean): readonly Line[] => [
  [],
  line(" No conversation yet.", { tone: "muted" }),
  line(isLongest ? " Try:  proxy-cli run -- claude" : " ] looks further back.", { tone: "muted" }),
];

const columnsAt = (now: number, chosen: string | null, isNarrow: boolean): readonly Column<SessionView>[] => [
  {
    title: "    ID",
    cell: ({ id, active }) => `${id === chosen ? ">" : " "} ${active ? "*" : " "} ${id}`,
    ...(isNarrow ? { least: 12, head: 4 } : {}), // elsewhere whole: it is what other commands take
    rank: 0,
  },
  {
    title: "TOOL",
    cell: ({ client, parent, pin }) => `${sentTo(pin)}${parent === null ? "" : "+ "}${client ?? unknown}`,
    least: 6,
    rank: 4,
  },
  { title: "TURNS", cell: ({ turns }) => (turns === null ? unknown : exactly(turns)), right: true, rank: 7 },
  {
    title: "CONTEXT",
    cell: (session) => contextCell(session.contextTokens, session.windowTokens),
    right: true,
    rank: 2,
  },
  { title: "CACHED", cell: ({ cachedShare }) => percent(cachedShare), right: true, rank: 5 },
  { title: "COST", cell: costCell, right: true, usual: 6, rank: 1 },
  {
    title: "BREAKS",
    cell: (session) => span(breaksCell(session), session.cacheBreaks === 0 ? undefined : "warning"),
    right: true,
    rank: 6,
  },
  {
    title: "LAST",
    cell: ({ lastAt }) => (lastAt === null ? unknown : lasted(Math.max(0, now - lastAt))),
    right: true,
    usual: 5,
    rank: 3,
  },
  { title: "MODEL", cell: ({ model }) => model ?? unknown, least: 10, rank: 8 },
  { title: "UPSTREAM", cell: ({ upstream }) => upstream ?? unknown, least: 8, rank: 9 },
  { title: "IN", cell: ({ inputTokens }) => roughly(inputTokens), right: true, rank: 10 },
  { title: "OUT", cell: ({ outputTokens }) => roughly(outputTokens), right: true, rank: 11 },
];

/** Before the name of the tool: what is cut is the end, and where it goes is more than who it is. */
const sentTo = (pin: SessionView["pin"]): string => (pin === null ? "" : `${pinText(pin).trimStart()} `);
