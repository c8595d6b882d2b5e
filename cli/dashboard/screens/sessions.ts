import { type Rect, stacked } from "../frame/rect.ts";
import type { BindingGroup } from "../keys/binding.ts";
import { chosenIn } from "../lists.ts";
import { sessionBrief } from "../panels/session-brief.ts";
import { sessionsPanel } from "../panels/sessions.ts";
import type { List, Screen } from "../screen.ts";
import { endingSession } from "../sessions/end.ts";
import { periods, sessionsIn, sessionsQuestion } from "../sessions/list.ts";
import { type Change, freshList, type State } from "../state.ts";
import { to } from "../step.ts";

/** The chosen session takes so many lines below the list, with its border. */
const briefRows = 7;

const places = (area: Rect): { readonly list: Rect; readonly brief: Rect | null; readonly isBare: boolean } => {
  if (area.columns < 60 || area.rows < 2 * briefRows) return { list: area, brief: null, isBare: area.columns < 60 };
  const [list = area, brief = area] = stacked(area, [{ share: 1 }, briefRows]);
  return { list, brief, isBare: false };
};

const sessionList: List = {
  name: "sessions",
  items: (state, now) => sessionsIn(state, now)?.map(({ id }) => id) ?? [],
  page: ({ size }) => {
    const { list, isBare } = places({ left: 0, top: 1, columns: size.columns, rows: size.rows - 3 });
    return Math.max(1, list.rows - (isBare ? 1 : 3));
  },
  open: (id) => (state) =>
    to({ ...state, path: [...state.path, { kind: "session", id }], lists: { ...state.lists, session: freshList } }),
};

const further =
  (by: number): Change =>
  (state) => {
    const sessionsOf = periods[periods.indexOf(state.sessionsOf) + by] ?? state.sessionsOf;
    return to({ ...state, sessionsOf, lists: { ...state.lists, sessions: freshList } });
  };

const chosenSession = (state: State, now: number) => {
  const id = chosenIn(sessionList, state, now);
  return sessionsIn(state, now)?.find((session) => session.id === id) ?? null;
};

const keys: BindingGroup = {
  title: "SESSIONS",
  bindings: [
    {
      keys: ["["],
      label: "a shorter time",
      footer: "shorter",
      act: further(-1),
      unless: ({ sessionsOf }) => (sessionsOf === periods[0] ? "today is the shortest time" : null),
    },
    {
      keys: ["]"],
      label: "a longer time",
      footer: "longer",
      act: further(1),
      unless: ({ sessionsOf }) => (sessionsOf === periods.at(-1) ? "7 days is the longest time" : null),
    },
    {
      keys: ["x", "E"],
      shown: "x E",
      label: "end the session (asks first)",
      footer: "end",
      act: (state, now) => {
        const session = chosenSession(state, now);
        return session === null ? to(state) : endingSession(session.id)(state, now);
      },
      unless: (state, now) => {
        const session = chosenSession(state, now);
        if (session === null) return "There is no session here.";
        return session.active ? null : "It is over already: its next request begins another session.";
      },
    },
  ],
};

/** Conversations: what each of them took, cost and lost. */
export const sessions: Screen = {
  title: () => "3 Sessions",
  list: sessionList,
  slots: (_state, area) => {
    const { list, brief, isBare } = places(area);
    const below = brief === null ? [] : [{ panel: sessionBrief, rect: brief }];
    return [{ panel: sessionsPanel, rect: list, isFocused: true, isBare }, ...below];
  },
  questions: (state, now) => [sessionsQuestion(state, now)],
  keys: [keys],
};
