import type { StatsGroup } from "../../../src/control/contract.ts";
import { percent } from "../../output/units.ts";
import { groupings, groupLines } from "../../stats/groups.ts";
import { periodOf, periods, statsOf, statsQuestions } from "../data/stats.ts";
import { plain } from "../frame/cells.ts";
import { clickable, type Line, line, lineOf, reversed, type Span, span } from "../frame/line.ts";
import type { Size } from "../frame/rect.ts";
import { windowOf } from "../lists.ts";
import type { Panel } from "../panel.ts";
import type { State } from "../state.ts";
import { askingLine } from "./asking.ts";

/** So many cells a bar has, where there is room for bars. */
const barCells = 20;

/** Rows of groups that this place has room for, beside what stands above and below them. */
export const groupRows = ({ columns, rows }: Size, groups: number): number =>
  Math.max(1, rows - 1 - (hasTabs({ columns, rows }) ? 1 : 0) - (groups > 1 ? 1 : 0));

const hasTabs = ({ columns, rows }: Size): boolean => columns >= 64 && rows >= 6;

/** The same table as `proxy-cli stats`, a row of it chosen. */
export const statsTable: Panel = (state, now, size) => {
  const { by } = state.stats;
  const { words } = periodOf(state, now);
  const heading = { title: `${words.charAt(0).toUpperCase()}${words.slice(1)} by ${by}`, note: periodWords(state) };
  const tabs = hasTabs(size) ? [tabsLine(state)] : [];
  const stats = statsOf(state, now);
  if (stats === null) return { ...heading, lines: [...tabs, asking(state, now)] };
  const { groups, total } = stats;
  if (total.requests === 0)
    return { ...heading, lines: [...tabs, line(" no requests in this time   ] a longer one", { tone: "muted" })] };
  const isWide = size.columns >= 110;
  const safe = groups.map((group) => ({ ...group, name: plain(group.name) }));
  const table = groupLines(by, safe, total, size.columns - 3 - (isWide ? barCells + 8 : 0));
  const width = Math.max(...table.map((text) => text.length));
  const [head = "", ...rows] = table;
  const names = groups.map(({ name }) => name);
  const { from, chosen } = windowOf(state.lists["stats"], names, groupRows(size, groups.length));
  const bar = (group: StatsGroup): readonly Span[] => (isWide ? costBar(group, total) : []);
  const rowLine = (group: StatsGroup, at: number): Line => {
    const text = (rows[at] ?? "").padEnd(width);
    if (group.name !== chosen) return clickable(lineOf(`  ${text}`, ...bar(group)), { row: group.name });
    return clickable(reversed(lineOf(`> ${text}`, ...bar(group), " ".repeat(size.columns))), { row: group.name });
  };
  const shown = groups.map(rowLine).slice(from, from + groupRows(size, groups.length));
  const share = isWide ? `   ${"COST %".padStart(5)}` : "";
  const last = groups.length > 1 ? [line(`  ${rows.at(-1) ?? ""}`, { tone: "heading" })] : [];
  const lines = [...tabs, line(`  ${head.padEnd(width)}${share}`, { tone: "muted" }), ...shown, ...last];
  return { ...heading, lines };
};

const asking = (state: State, now: number): Line => {
  const [question] = statsQuestions(state, now);
  return question === undefined ? [] : askingLine(state.data.answers, question);
};

/** Every word with the chosen one in brackets, so that it is seen without colours. */
const choice = (word: string, chosen: string): string => (word === chosen ? `[${word}]` : ` ${word} `);

const tabsLine = ({ stats: { by } }: State): Line =>
  groupings.map((word) => ({ ...span(choice(word, by), word === by ? "heading" : "muted"), click: { key: "b" } }));

const periodWords = ({ stats }: State): string =>
  periods
    .map((word) => choice(word, stats.period))
    .join("")
    .trim();

/** What part of the known cost this group is. */
const costBar = ({ costMicros }: StatsGroup, total: StatsGroup): readonly Span[] => {
  const share = costMicros === null || !total.costMicros ? null : costMicros / total.costMicros;
  const cells = share === null ? 0 : Math.max(share > 0 ? 1 : 0, Math.round(share * barCells));
  return [span(`   ${percent(share).padStart(4)} `), span("█".repeat(cells), "running")];
};
