import { logLevels } from "../../output/log-line.ts";
import { type ListedLine, lineNamed, listedLines, logQuestions } from "../data/logs.ts";
import { type Rect, stacked } from "../frame/rect.ts";
import type { BindingGroup } from "../keys/binding.ts";
import { headed } from "../panels/headed.ts";
import { fieldLines, logDetail, logLines } from "../panels/log-lines.ts";
import type { List, Screen } from "../screen.ts";
import { searchBindings } from "../search.ts";
import { type Change, freshList, type LogsChoice, type State } from "../state.ts";
import { to } from "../step.ts";

const choosing =
  (choose: (choice: LogsChoice) => LogsChoice): Change =>
  (state) =>
    to({ ...state, logs: choose(state.logs), lists: { ...state.lists, logs: freshList } });

const keys: BindingGroup = {
  title: "LOGS",
  bindings: [
    {
      keys: ["l"],
      label: "only from the next level on",
      footer: "level",
      act: choosing(({ file, level }) => ({
        file,
        level: logLevels[(logLevels.indexOf(level) + 1) % logLevels.length] ?? "debug",
      })),
      unless: ({ logs }) => (logs.file === "log" ? null : "what was changed has no levels"),
    },
    {
      keys: ["a"],
      label: "the audit: who changed what; back to the log",
      footer: "audit",
      act: choosing(({ file, level }) => (file === "log" ? { file: "audit", level: "debug" } : { file: "log", level })),
    },
  ],
};

/** A line about a request goes into that; of another one everything is shown. */
const open =
  (id: string): Change =>
  (state) => {
    const found = lineNamed(state, id);
    if (found === null) return to(state);
    const request = requestIn(found);
    if (request !== null) return to({ ...state, path: [...state.path, { kind: "request", id: request }] });
    const lines = fieldLines(found, state.size.columns - 6).map((text) => text.trimEnd());
    return to({ ...state, overlay: { kind: "pager", title: "Line", lines, top: 0 } });
  };

const requestIn = ({ read: { fields } }: ListedLine): string | null => {
  const { id } = fields;
  return typeof id === "string" && /^r_[\w-]+$/.test(id) ? id : null;
};

type Parts = { readonly list: Rect; readonly detail: Rect | null; readonly isBare: boolean };

const partsOf = (area: Rect): Parts => {
  if (area.columns < 60) return { list: area, detail: null, isBare: true };
  if (area.rows < 16) return { list: area, detail: null, isBare: false };
  const [list = area, detail = null] = stacked(area, [{ share: 1 }, Math.max(7, Math.floor(area.rows * 0.3))]);
  return { list, detail, isBare: false };
};

const areaOf = ({ size }: State): Rect => ({ left: 0, top: 1, columns: size.columns, rows: size.rows - 3 });

const list: List = {
  name: "logs",
  items: (state) => listedLines(state)?.map(({ id }) => id) ?? [],
  page: (state) => {
    const { list, isBare } = partsOf(areaOf(state));
    return Math.max(1, list.rows - (isBare ? 1 : 2));
  },
  open,
  textOf: (id, state) => lineNamed(state, id)?.text ?? "",
};

/** What the daemon writes down, as it does. */
export const logs: Screen = {
  title: () => "5 Logs",
  list,
  slots: (_state, area) => {
    const { list, detail, isBare } = partsOf(area);
    const below = detail === null ? [] : [{ panel: logDetail, rect: detail }];
    return [{ panel: isBare ? headed(logLines) : logLines, rect: list, isBare, isFocused: true }, ...below];
  },
  questions: logQuestions,
  keys: [{ title: keys.title, bindings: [...keys.bindings, ...searchBindings(list)] }],
};
