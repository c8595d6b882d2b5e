import type { SettingView } from "../../../src/control/contract.ts";
import { alsoSaid, explanation, inWords } from "../../config/told.ts";
import { exactly } from "../../output/units.ts";
import { configFile, configQuestions, explainedIn, settingsOf, sourceWords } from "../data/config.ts";
import { type Column, tableOf } from "../frame/columns.ts";
import { clickable, type Line, line, lineOf, reversed, span } from "../frame/line.ts";
import { wrapped } from "../frame/wrap.ts";
import { windowOf } from "../lists.ts";
import type { Panel } from "../panel.ts";
import type { State } from "../state.ts";
import { askingLine } from "./asking.ts";

/** What is not as it looks: what a restart would bring, or what the file says in vain. */
const beside = (setting: SettingView, file: string): string => {
  if (setting.afterRestart !== null) return `restart: ${inWords(setting.afterRestart.value)}`;
  return alsoSaid(setting, file).replace(/^\(file says: (.*)\)$/, "file: $1");
};

/** Numbers are never cut. */
const leastValue = (settings: readonly SettingView[]): number =>
  Math.max(9, ...settings.map(({ value }) => (typeof value === "number" ? String(value).length : 0)));

const columnsFor = (settings: readonly SettingView[], file: string): readonly Column<SettingView>[] => [
  { title: "SETTING", rank: 0, least: 14, cell: ({ name }) => name },
  {
    title: "VALUE",
    rank: 1,
    least: leastValue(settings),
    cell: ({ value, source }) => (source === "default" ? inWords(value) : span(inWords(value), "heading")),
  },
  {
    title: "FROM",
    rank: 2,
    least: 7,
    cell: ({ source }) => span(sourceWords(source), source === "default" ? "muted" : "running"),
  },
  {
    title: "",
    rank: 3,
    least: Math.min(20, Math.max(0, ...settings.map((setting) => beside(setting, file).length))),
    cell: (setting) => span(beside(setting, file), setting.afterRestart === null ? "muted" : "warning"),
  },
];

/** Every setting with its value and where that comes from, one of them chosen. */
export const settingsPanel: Panel = (state, _now, { columns, rows }) => {
  const title = "Settings";
  const settings = settingsOf(state);
  const [question] = configQuestions;
  if (settings === null)
    return { title, lines: question === undefined ? [] : [askingLine(state.data.answers, question)] };
  const names = settings.map(({ name }) => name);
  const { from, chosen } = windowOf(state.lists["config"], names, Math.max(1, rows - 1));
  const table = tableOf(columnsFor(settings, configFile(state)), settings, columns - 3);
  const shown = settings.slice(from, from + rows - 1).map(({ name }, at): Line => {
    const cells = table.rows[from + at] ?? [];
    const row = clickable(lineOf(name === chosen ? "> " : "  ", ...cells, " "), { row: name });
    return name === chosen ? reversed(row) : row;
  });
  const changed = settings.filter(({ source }) => source !== "default").length;
  const waiting = settings.filter(({ afterRestart }) => afterRestart !== null).length;
  const note = `${exactly(changed)} changed${waiting > 0 ? `, ${waiting} after a restart` : ""}`;
  return { title, note, lines: [lineOf("  ", ...table.titles), ...shown] };
};

/** What the chosen setting is for, what it may be, and why it is what it is: `proxy-cli config explain`. */
export const explanationPanel: Panel = (state, _now, { columns, rows }) => {
  const found = chosenSetting(state);
  if (found === null) return { title: "What it is for", lines: [] };
  return { title: found.name, lines: explanationLines(state, found, columns).slice(0, rows) };
};

/** The same as lines of so many cells. */
export const explanationLines = (state: State, setting: SettingView, columns: number): readonly Line[] => {
  const about = explainedIn(state, setting.name);
  const labelled = (label: string, text: string): readonly Line[] =>
    wrapped(text, Math.max(8, columns - 13)).map((part, at) =>
      lineOf(span(` ${(at === 0 ? label : "").padEnd(10)} `, "muted"), part),
    );
  if (about === null)
    return [
      ...labelled("now", `${inWords(setting.value)}   (${sourceWords(setting.source)})`),
      ...(setting.name.endsWith(".key")
        ? labelled("a change", `proxy-cli keys set ${setting.name.split(".")[1] ?? ""}`)
        : []),
    ];
  const why = wrapped(about.why, columns - 2).map((text) => line(` ${text}`));
  const told = explanation(about, setting, sourceWords);
  const isOfNow = ([label]: readonly [string, string]): boolean => !["type", "default", "env", "also"].includes(label);
  const sorted = [...told.filter(isOfNow), ...told.filter((one) => !isOfNow(one))]; // where there is little room, what holds is seen
  return [...why, ...sorted.flatMap(([label, text]) => labelled(label, text))];
};

/** The setting that the list is on. */
export const chosenSetting = (state: State): SettingView | null => {
  const settings = settingsOf(state) ?? [];
  const names = settings.map(({ name }) => name);
  const { chosen } = windowOf(state.lists["config"], names, 1);
  return settings.find(({ name }) => name === chosen) ?? null;
};
