import { groupings } from "../../stats/groups.ts";
import { periods, statsOf, statsQuestions } from "../data/stats.ts";
import { besides, type Rect, stacked } from "../frame/rect.ts";
import type { BindingGroup } from "../keys/binding.ts";
import type { Slot } from "../panel.ts";
import { headed } from "../panels/headed.ts";
import { hasSavings, savingsPanel } from "../panels/savings.ts";
import { costChart, tokensChart } from "../panels/stats-charts.ts";
import { statsStory } from "../panels/stats-story.ts";
import { groupRows, statsTable } from "../panels/stats-table.ts";
import type { List, Screen } from "../screen.ts";
import { searchBindings } from "../search.ts";
import { type Change, freshList, type State, type StatsChoice } from "../state.ts";
import { to, toasted } from "../step.ts";

const withChoice =
  (choose: (choice: StatsChoice) => StatsChoice): Change =>
  (state) =>
    to({ ...state, stats: choose(state.stats), lists: { ...state.lists, stats: freshList } });

const grouping = (by: number): Change =>
  withChoice((choice) => {
    const at = (groupings.indexOf(choice.by) + by + groupings.length) % groupings.length;
    return { ...choice, by: groupings[at] ?? choice.by };
  });

const period = (by: number): Change =>
  withChoice((choice) => ({ ...choice, period: periods[periods.indexOf(choice.period) + by] ?? choice.period }));

const keys: BindingGroup = {
  title: "STATS",
  bindings: [
    {
      keys: ["b", "right"],
      shown: "b right",
      label: "by the next thing: model, session …",
      footer: "by",
      act: grouping(1),
    },
    { keys: ["B", "left"], shown: "B left", label: "by the one before", act: grouping(-1) },
    {
      keys: ["["],
      label: "a shorter time",
      act: period(-1),
      unless: ({ stats }) => (stats.period === periods[0] ? "today is the shortest time" : null),
    },
    {
      keys: ["]"],
      label: "a longer time",
      footer: "longer",
      act: period(1),
      unless: ({ stats }) => (stats.period === periods.at(-1) ? "30 days is the longest time" : null),
    },
  ],
};

/** The words of the filter language, for what requests can be found by. */
const filterWords: Readonly<Partial<Record<StatsChoice["by"], string>>> = {
  model: "model",
  session: "session",
  upstream: "up",
  client: "client",
  status: "st",
};

/** Shows the requests of a group, among the latest. */
const showRequests =
  (name: string): Change =>
  (state, now) => {
    const { by } = state.stats;
    const word = filterWords[by];
    if (word === undefined) return to(toasted(state, now, `requests are not found by ${by}`, "muted"));
    if (name.startsWith("(")) return to(toasted(state, now, `${name} is more than one ${by}`, "muted"));
    const filter = `${word}:${/[\s|!"]/.test(name) ? `"${name.replaceAll('"', "")}"` : name}`;
    return to({ ...state, view: "overview", path: [], filter, lists: { ...state.lists, requests: freshList } });
  };

type Parts = { readonly table: Rect; readonly below: readonly Slot[]; readonly isBare: boolean };

/** How high the panels below the table are at least. */
const belowRows = 8;

const partsOf = (area: Rect, saves = false): Parts => {
  const isWide = area.columns >= 120 && area.rows >= 27;
  if (area.columns < 60) return { table: area, below: [], isBare: true };
  if (area.rows < 16) return { table: area, below: [], isBare: false };
  const charts = area.rows < 21 || area.columns < 80 ? [] : isWide ? [costChart, tokensChart] : [costChart];
  const rows = charts.length === 0 ? 6 : Math.max(belowRows, Math.floor(area.rows * 0.35));
  const [table = area, below = area] = stacked(area, [{ share: 1 }, rows]);
  const panels = [...(saves ? savingsAmong(charts, area) : charts), statsStory];
  const places = besides(
    below,
    panels.map(() => ({ share: 1 })),
  );
  return {
    table,
    isBare: false,
    below: panels.flatMap((panel, at) => (places[at] === undefined ? [] : [{ panel, rect: places[at] }])),
  };
};

/** What was saved takes the place of the last chart where there is no room for both. */
const savingsAmong = (charts: readonly Slot["panel"][], { columns }: Rect): readonly Slot["panel"][] => [
  ...(columns >= 160 ? charts : charts.slice(0, -1)),
  ...(charts.length === 0 ? [] : [savingsPanel]),
];

const areaOf = ({ size }: State): Rect => ({ left: 0, top: 1, columns: size.columns, rows: size.rows - 3 });

const list: List = {
  name: "stats",
  items: (state, now) => statsOf(state, now)?.groups.map(({ name }) => name) ?? [],
  page: (state) => {
    const { table, isBare } = partsOf(areaOf(state));
    const [across, down] = isBare ? [0, 1] : [2, 2];
    return groupRows({ columns: table.columns - across, rows: table.rows - down }, 2);
  },
  open: showRequests,
  textOf: (name) => name,
};

/** What the requests were, cost and took: the figures of `proxy-cli stats`. */
export const stats: Screen = {
  title: () => "4 Stats",
  list,
  slots: (state, area) => {
    const { table, below, isBare } = partsOf(area, hasSavings(state));
    return [{ panel: isBare ? headed(statsTable) : statsTable, rect: table, isBare, isFocused: true }, ...below];
  },
  questions: statsQuestions,
  keys: [{ title: keys.title, bindings: [...keys.bindings, ...searchBindings(list)] }],
};
