import { besides, type Rect, stacked } from "../frame/rect.ts";
import type { BindingGroup } from "../keys/binding.ts";
import { chosenIn } from "../lists.ts";
import type { Slot } from "../panel.ts";
import { sessionChart } from "../panels/session-chart.ts";
import { sessionHead } from "../panels/session-head.ts";
import { sessionTurn } from "../panels/session-turn.ts";
import { sessionTurns } from "../panels/session-turns.ts";
import { comparing } from "../requests/compare.ts";
import type { List, Screen } from "../screen.ts";
import { compressingSession } from "../sessions/compress.ts";
import { endingSession } from "../sessions/end.ts";
import { sessionId, sessionQuestion, sessionTold, turnsOf } from "../sessions/one.ts";
import type { State } from "../state.ts";
import { doing, to } from "../step.ts";

/** What a session is takes so many lines, with its border. */
const headRows = 7;

type Places = { readonly turns: Rect; readonly others: readonly Slot[]; readonly isBare: boolean };

/** Head, turns and the chosen turn; with a chart where there is room, the turns alone where there is none. */
const places = (area: Rect): Places => {
  if (area.columns < 60) {
    const [head = area, turns = area] = stacked(area, [2, { share: 1 }]);
    return { turns, others: [{ panel: sessionHead, rect: head, isBare: true }], isBare: true };
  }
  if (area.columns >= 120 && area.rows >= 27) {
    const [left = area, right = area] = besides(area, [{ share: 5 }, { share: 4 }]);
    const [head = left, turns = left] = stacked(left, [headRows, { share: 1 }]);
    const [chart = right, turn = right] = stacked(right, [{ share: 1 }, { share: 1 }]);
    const others = [slot(sessionHead, head), slot(sessionChart, chart), slot(sessionTurn, turn)];
    return { turns, others, isBare: false };
  }
  const [head = area, turns = area, turn = area] = stacked(area, [headRows, { share: 1 }, area.rows < 21 ? 4 : 6]);
  return { turns, others: [slot(sessionHead, head), slot(sessionTurn, turn)], isBare: false };
};

const slot = (panel: Slot["panel"], rect: Rect): Slot => ({ panel, rect });

const turnList: List = {
  name: "session",
  items: (state) => {
    const told = sessionTold(state, sessionId(state) ?? "");
    return typeof told === "string" ? [] : turnsOf(state, told).map(({ request }) => request.id);
  },
  page: ({ size }) => {
    const { turns, isBare } = places({ left: 0, top: 1, columns: size.columns, rows: size.rows - 3 });
    return Math.max(1, turns.rows - (isBare ? 1 : 3));
  },
  open: (id) => (state) => to({ ...state, path: [...state.path, { kind: "request", id }] }),
};

const isActive = (state: State): boolean => {
  const told = sessionTold(state, sessionId(state) ?? "");
  return typeof told !== "string" && told.session.active;
};

/** The turn before the chosen one, and that one; null where there is none. */
const withTurnBefore = (state: State, now: number): readonly [string, string] | null => {
  const told = sessionTold(state, sessionId(state) ?? "");
  const id = chosenIn(turnList, state, now);
  const turn = typeof told === "string" ? undefined : turnsOf(state, told).find(({ request }) => request.id === id);
  return turn === undefined || turn.before === null ? null : [turn.before.id, turn.request.id];
};

const keys: BindingGroup = {
  title: "SESSION",
  bindings: [
    {
      keys: ["d"],
      label: "compare the turn with the one before it",
      footer: "compare",
      act: (state, now) => {
        const both = withTurnBefore(state, now);
        return both === null ? to(state) : comparing(state, both);
      },
      unless: (state, now) =>
        withTurnBefore(state, now) === null ? "There is no turn before it to compare with." : null,
    },
    {
      keys: ["e"],
      label: "export its rows into a file here, no text of anybody's",
      footer: "export",
      act: (state) => {
        const id = sessionId(state) ?? "";
        return doing(state, { type: "command", words: ["sessions", "export", id, "--output", `${id}.json`] });
      },
      unless: (state) =>
        typeof sessionTold(state, sessionId(state) ?? "") === "string" ? "There is nothing to export yet." : null,
    },
    {
      keys: ["z"],
      label: "leave more out of it, or nothing; again: like all others",
      footer: "compress",
      act: (state, now) => {
        const told = sessionTold(state, sessionId(state) ?? "");
        return typeof told === "string" ? to(state) : compressingSession(told.session)(state, now);
      },
      unless: (state) => (isActive(state) ? null : "It is over: there is nothing to leave out any more."),
    },
    {
      keys: ["x", "E"],
      shown: "x E",
      label: "end the session (asks first)",
      footer: "end",
      act: (state, now) => endingSession(sessionId(state) ?? "")(state, now),
      unless: (state) => (isActive(state) ? null : "It is over already: its next request begins another session."),
    },
  ],
};

/** One conversation, turn by turn: how its context grew, what it cost, and where a cache was lost and why. */
export const session: Screen = {
  title: (state) => `Session ${sessionId(state) ?? ""}`,
  list: turnList,
  slots: (_state, area) => {
    const { turns, others, isBare } = places(area);
    return [...others, { panel: sessionTurns, rect: turns, isFocused: true, isBare }];
  },
  questions: (state) => {
    const id = sessionId(state);
    return id === null ? [] : [sessionQuestion(id)];
  },
  keys: [keys],
};
