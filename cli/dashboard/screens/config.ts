import { configQuestions, explainedIn, settingsOf } from "../data/config.ts";
import { besides, type Rect, stacked } from "../frame/rect.ts";
import type { BindingGroup } from "../keys/binding.ts";
import { headed } from "../panels/headed.ts";
import { explanationLines, explanationPanel, settingsPanel } from "../panels/settings.ts";
import type { List, Screen } from "../screen.ts";
import { searchBindings } from "../search.ts";
import type { Change, State } from "../state.ts";
import { doing, to } from "../step.ts";

const keys: BindingGroup = {
  title: "CONFIG",
  bindings: [
    {
      keys: ["e"],
      label: "edit config.yaml; what is not valid is not taken",
      footer: "edit",
      act: (state) => doing(state, { type: "lend", words: ["config", "edit"] }),
    },
  ],
};

/** Everything there is to know of a setting, over the whole screen. */
const open =
  (name: string): Change =>
  (state) => {
    const setting = settingsOf(state)?.find((one) => one.name === name);
    if (setting === undefined) return to(state);
    const lines = explanationLines(state, setting, state.size.columns - 8).map((pieces) =>
      pieces.map(({ text }) => text).join(""),
    );
    return to({ ...state, overlay: { kind: "pager", title: name, lines, top: 0 } });
  };

type Parts = { readonly list: Rect; readonly detail: Rect | null; readonly isBare: boolean };

const partsOf = (area: Rect): Parts => {
  if (area.columns < 60) return { list: area, detail: null, isBare: true };
  if (area.rows < 16) return { list: area, detail: null, isBare: false };
  const isWide = area.columns >= 120 && area.rows >= 27;
  const [list = area, detail = null] = isWide
    ? besides(area, [{ share: 2 }, { share: 1, least: 44 }])
    : stacked(area, [{ share: 1 }, area.rows < 21 ? 7 : 10]);
  return { list, detail, isBare: false };
};

const areaOf = ({ size }: State): Rect => ({ left: 0, top: 1, columns: size.columns, rows: size.rows - 3 });

const list: List = {
  name: "config",
  items: (state) => settingsOf(state)?.map(({ name }) => name) ?? [],
  page: (state) => {
    const { list, isBare } = partsOf(areaOf(state));
    return Math.max(1, list.rows - (isBare ? 2 : 3));
  },
  open,
  textOf: (name, state) => {
    const { value = "", source = "" } = settingsOf(state)?.find((one) => one.name === name) ?? {};
    return `${name} ${String(value)} ${source} ${explainedIn(state, name)?.why ?? ""}`;
  },
};

/** Every setting in force and where it comes from; to look at, and to edit in the editor. */
export const config: Screen = {
  title: () => "6 Config",
  list,
  slots: (_state, area) => {
    const { list, detail, isBare } = partsOf(area);
    const below = detail === null ? [] : [{ panel: explanationPanel, rect: detail }];
    return [{ panel: isBare ? headed(settingsPanel) : settingsPanel, rect: list, isBare, isFocused: true }, ...below];
  },
  questions: () => configQuestions,
  keys: [{ title: keys.title, bindings: [...keys.bindings, ...searchBindings(list)] }],
};
