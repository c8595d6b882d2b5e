import type { Meaning } from "../../output/colour.ts";
import type { LogLevel } from "../../output/log-line.ts";
import { dayOf, exactly, timeOfDay } from "../../output/units.ts";
import { type ListedLine, listedLines, logQuestions } from "../data/logs.ts";
import { fit, plain } from "../frame/cells.ts";
import { clickable, type Line, line, lineOf, reversed, type Span, span } from "../frame/line.ts";
import { wrapped } from "../frame/wrap.ts";
import { windowOf } from "../lists.ts";
import type { Panel } from "../panel.ts";
import type { State } from "../state.ts";
import { askingLine } from "./asking.ts";

const tones: Readonly<Record<LogLevel, Meaning>> = { debug: "muted", info: "ok", warn: "warning", error: "error" };

const titleOf = ({ logs: { file, level } }: State): string => {
  if (file === "audit") return "Audit: who changed what";
  return level === "debug" ? "Log, every level" : level === "error" ? "Log, errors" : `Log, ${level} and above`;
};

/** The lines of a log, the newest first, one of them chosen. */
export const logLines: Panel = (state, _now, { columns, rows }) => {
  const title = titleOf(state);
  const lines = listedLines(state);
  const [question] = logQuestions(state);
  if (lines === null) return { title, lines: question === undefined ? [] : [askingLine(state.data.answers, question)] };
  const nothing =
    state.logs.level === "debug" ? "nothing has been written yet" : "no line is that important   l all levels";
  if (lines.length === 0) return { title, lines: [line(` ${nothing}`, { tone: "muted" })] };
  const ids = lines.map(({ id }) => id);
  const { from, chosen } = windowOf(state.lists["logs"], ids, rows);
  const at = ids.indexOf(chosen ?? "");
  const following = (state.lists["logs"]?.chosen ?? null) === null;
  return {
    title,
    note: following
      ? `following, ${exactly(lines.length)}`
      : `${exactly(at + 1)} of ${exactly(lines.length)}   G follows`,
    lines: lines.slice(from, from + rows).map((one) => rowOf(one, one.id === chosen, columns)),
  };
};

/** Where the level stands in the line. */
const levelAt = 9;
const levelEnd = 14;

const rowOf = ({ id, text, read }: ListedLine, isChosen: boolean, columns: number): Line => {
  const cut = fit(text, columns - 2);
  const shown = clickable(
    lineOf(
      isChosen ? "> " : "  ",
      span(cut.slice(0, levelAt), "muted"),
      span(cut.slice(levelAt, levelEnd), tones[read.level]),
      cut.slice(levelEnd),
    ),
    { row: id },
  );
  return isChosen ? reversed(shown) : shown;
};

/** What a line says, each with its name; what is empty is left out. */
const fieldsOf = ({ read }: ListedLine): readonly (readonly [name: string, text: string])[] =>
  Object.entries(read.fields).flatMap(([name, value]) => {
    if (value === null || value === "") return [];
    if (name === "at" && typeof value === "string") return [[name, localTime(Date.parse(value))] as const];
    return [[name, typeof value === "string" ? value : (JSON.stringify(value) ?? "")] as const];
  });

const localTime = (at: number): string => (Number.isNaN(at) ? "-" : `${dayOf(at)} ${timeOfDay(at)}`);

/** Everything that one line says, a field after the other. */
export const fieldLines = (one: ListedLine, width: number): readonly string[] => {
  const fields = fieldsOf(one);
  const label = Math.min(16, Math.max(0, ...fields.map(([name]) => name.length)));
  return fields.flatMap(([name, text]) => {
    const [first = "", ...more] = wrapped(text, Math.max(8, width - label - 3));
    return [` ${name.padEnd(label)}  ${first}`, ...more.map((rest) => ` ${" ".repeat(label)}  ${rest}`)];
  });
};

/** Fields one beside the other, as many as there is room for in a line. */
const packed = (fields: readonly (readonly [name: string, text: string])[], width: number): readonly Line[] => {
  const lines: Span[][] = [];
  let used = width;
  for (const [name, text] of fields) {
    const cells = plain(text);
    const pair: readonly Span[] = [span(` ${name} `, "muted"), { text: `${cells}  ` }];
    const needed = name.length + cells.length + 4;
    if (used + needed - 2 > width) {
      lines.push([]);
      used = 0;
    }
    const [first = "", ...more] = wrapped(cells, Math.max(8, width - name.length - 3));
    lines.at(-1)?.push(...(more.length === 0 ? pair : [span(` ${name} `, "muted"), { text: first }]));
    for (const rest of more) lines.push([{ text: ` ${rest}` }]);
    used = more.length === 0 ? used + needed : width;
  }
  return lines;
};

/** The chosen line whole. */
export const logDetail: Panel = (state, _now, { columns, rows }) => {
  const lines = listedLines(state) ?? [];
  const ids = lines.map(({ id }) => id);
  const { chosen } = windowOf(state.lists["logs"], ids, 1);
  const one = lines.find(({ id }) => id === chosen);
  if (one === undefined) return { title: "Line", lines: [] };
  const { time = "-", ...fields } = Object.fromEntries(
    fieldsOf(one).map(([name, text]) => [name === "at" ? "time" : name, text]),
  );
  const all = packed(Object.entries(fields), columns);
  const cut = [...all.slice(0, rows - 1), line(` … ${all.length - rows + 1} lines more`, { tone: "muted" })];
  return { title: "Line", note: time, lines: all.length > rows ? cut : all };
};
