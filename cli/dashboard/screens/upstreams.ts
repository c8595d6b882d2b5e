import { testUpstream } from "../dialogs/test.ts";
import { besides, type Rect, stacked } from "../frame/rect.ts";
import type { BindingGroup } from "../keys/binding.ts";
import { chosenIn } from "../lists.ts";
import { latelyPanel } from "../panels/lately.ts";
import { upstreamPanel } from "../panels/upstream.ts";
import { upstreamsPanel } from "../panels/upstreams.ts";
import type { List, Screen } from "../screen.ts";
import type { Change, State } from "../state.ts";
import { doing, to, toasted } from "../step.ts";
import { openSwitch } from "../switching/act.ts";
import { auto, currentIn, targetsIn } from "../switching/targets.ts";
import { todayQuestion } from "../upstreams/facts.ts";
import { resettingUpstream } from "../upstreams/reset.ts";

/** In fewer lines the chosen one has no place of its own. */
const leastDetail = 6;

type Places = { readonly list: Rect; readonly detail?: Rect; readonly lately?: Rect; readonly isBare: boolean };

/** Where the list and the chosen one are: one above the other, side by side where it is wide, the list alone where it is narrow. */
const places = (state: State, area: Rect): Places => {
  if (area.columns < 60) return { list: area, isBare: true };
  if (area.columns >= 120) {
    const columns = Math.max(80, Math.min(104, Math.round(area.columns / 2)));
    const [left = area, detail = area] = besides(area, [columns, { share: 1 }]);
    const [list = left, lately = left] = stacked(left, [targetsIn(state.data).length + 3, { share: 1 }]);
    return { list, detail, lately, isBare: false };
  }
  const wanted = targetsIn(state.data).length + 3;
  const rows = Math.max(6, Math.min(wanted, area.rows - leastDetail));
  if (area.rows - rows < leastDetail) return { list: area, isBare: false };
  const [list = area, detail = area] = stacked(area, [rows, { share: 1 }]);
  return { list, detail, isBare: false };
};

const upstreamList: List = {
  name: "upstreams",
  items: ({ data }) => targetsIn(data).map(({ name }) => name),
  page: (state) => {
    const { list, isBare } = places(state, { left: 0, top: 1, columns: state.size.columns, rows: state.size.rows - 3 });
    return Math.max(1, list.rows - (isBare ? 1 : 3));
  },
  open: (name) => (state, now) =>
    name === currentIn(state.data)
      ? to(toasted(state, now, `Requests go to ${name} already. u chooses another one.`, "muted"))
      : openSwitch(name)(state, now),
};

/** With the name of the upstream that is chosen. */
const withChosen =
  (act: (name: string) => Change): Change =>
  (state, now) => {
    const chosen = chosenIn(upstreamList, state, now);
    return chosen === null ? to(state) : act(chosen)(state, now);
  };

const keys: BindingGroup = {
  title: "UPSTREAMS",
  bindings: [
    {
      keys: ["enter", "right"],
      shown: "enter",
      label: "send new requests there (asks first)",
      footer: "switch",
      act: withChosen((name) => upstreamList.open(name)),
      unless: ({ link }) =>
        link.kind === "live" ? null : "The proxy does not answer just now; nothing can be switched.",
    },
    {
      keys: ["t"],
      label: "test it: name, connection, certificate, key",
      footer: "test",
      act: withChosen(testUpstream),
      unless: ({ link }) => (link.kind === "live" ? null : "The proxy does not answer just now; it does the testing."),
    },
    {
      keys: ["e"],
      label: "edit it in your editor",
      footer: "edit",
      act: withChosen((name) => (state) => doing(state, { type: "lend", words: ["upstreams", "edit", name] })),
      unless: (state, now) =>
        chosenIn(upstreamList, state, now) === auto ? "auto is no place of its own: there is nothing to edit." : null,
    },
    {
      keys: ["K"], // the small one goes up, here as in every list
      label: "circuit reset: forget that it was limited or down (asks first)",
      footer: "circuit reset",
      act: withChosen(resettingUpstream),
      unless: (state, now) => {
        if (state.link.kind !== "live") return "The proxy does not answer just now; nothing can be reset.";
        return chosenIn(upstreamList, state, now) === auto ? "auto is no place of its own: there is no circuit." : null;
      },
    },
  ],
};

/** Where requests can go: how each upstream stands, and the way to another one. */
export const upstreams: Screen = {
  title: () => "2 Upstreams",
  list: upstreamList,
  slots: (state, area) => {
    const { list, detail, lately, isBare } = places(state, area);
    return [
      { panel: upstreamsPanel, rect: list, isFocused: true, isBare },
      ...(detail === undefined ? [] : [{ panel: upstreamPanel, rect: detail }]),
      ...(lately === undefined ? [] : [{ panel: latelyPanel, rect: lately }]),
    ];
  },
  questions: (_state, now) => [{ name: "upstreams", ask: {}, freshMs: 1000 }, todayQuestion(now)],
  keys: [keys],
};
