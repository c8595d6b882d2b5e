import type { Answer } from "../../src/control/contract.ts";
import { withoutAnswers } from "../dashboard/data/answers.ts";
import type { Data } from "../dashboard/data/data.ts";
import { hear } from "../dashboard/data/hear.ts";
import { told, untold } from "../dashboard/data/told.ts";
import { counted } from "../output/units.ts";
import type { Action } from "./action.ts";
import type { WebAsk } from "./asked.ts";
import type { Route } from "./route.ts";
import { liveData, type State } from "./state.ts";

/** Something that has to be done outside of the state. */
export type Effect =
  | { readonly type: "go"; readonly to: Route; readonly isSame: boolean }
  | { readonly type: "save"; readonly name: string; readonly text: string }
  /** A call, and what its answer or its refusal means. */
  | {
      readonly type: "call";
      readonly ask: WebAsk;
      readonly done: (answer: unknown) => readonly Action[];
      readonly failed: (problem: string, hint: string) => readonly Action[];
    };

/** What follows from something that happened. */
export type Step = { readonly state: State; readonly effect: Effect | null };

/** So long a word stays. */
const toastMs = 6000;

/** The state after something has happened, and what has to be done. Pure: the same for the same. */
export const update = (state: State, action: Action, now: number): Step => {
  const doing = doingOf(state, action);
  if (doing !== null) return doing;
  return { state: changed(state, action, now), effect: null };
};

const changed = (state: State, action: Action, now: number): State => {
  switch (action.type) {
    case "heard":
      return withData(state, (data) => hear(data, action.message, now));
    case "answered":
      return withData(state, (data) => told(data, action.key, action.value, now));
    case "unanswered":
      return withData(state, (data) => untold(data, action.key, action.problem, now));
    case "link":
      return { ...state, link: action.link };
    case "time":
      return { ...state, now, toast: state.toast !== null && state.toast.until < now ? null : state.toast };
    case "resized":
      return { ...state, width: action.width };
    case "arrived": {
      const isSameList = action.route.screen === state.route.screen && action.route.id === state.route.id;
      return {
        ...state,
        route: action.route,
        switching: null,
        list: isSameList ? state.list : { ...state.list, top: 0 },
      };
    }
    case "scrolled":
      return { ...state, list: { top: action.top, height: action.height } };
    case "paused":
      return state.held === null ? { ...state, held: state.data } : { ...state, data: state.held, held: null };
    case "help":
      return { ...state, isHelpOpen: !state.isHelpOpen };
    case "closed":
      return { ...state, switching: null, isHelpOpen: false };
    case "switch-checked":
      return state.switching?.to === action.to
        ? { ...state, switching: { ...state.switching, check: action.check, isOnTheWay: false } }
        : state;
    case "toast":
      return { ...state, toast: { text: action.text, tone: action.tone, until: now + toastMs } };
    default:
      return state;
  }
};

/** While the page is paused what is told goes on behind it. */
const withData = (state: State, change: (data: Data) => Data): State =>
  state.held === null ? { ...state, data: change(state.data) } : { ...state, held: change(state.held) };

const doingOf = (state: State, action: Action): Step | null => {
  switch (action.type) {
    case "go":
      return { state, effect: { type: "go", to: action.to, isSame: action.isSame === true } };
    case "save":
      return { state, effect: { type: "save", name: action.name, text: action.text } };
    case "switch-thought":
      return thinking(state, action.to);
    case "switch":
      return switching(state, action);
    case "compress":
      return compressing(state, action);
    default:
      return null;
  }
};

/** What a switch would do is asked before it is made: the same preflight as in every other face. */
const thinking = (state: State, to: string): Step => {
  const isThere = liveData(state).status?.upstream === to;
  if (isThere) return { state: { ...state, switching: null }, effect: null };
  return {
    state: { ...state, switching: { to, check: { kind: "checking" }, isOnTheWay: false } },
    effect: {
      type: "call",
      ask: { name: "switchUpstream", ask: { name: to, force: false, dryRun: true } },
      done: (would) => [
        { type: "switch-checked", to, check: { kind: "possible", would: would as Answer<"switchUpstream"> } },
      ],
      failed: (problem, hint) => [{ type: "switch-checked", to, check: refusal(problem, hint) }],
    },
  };
};

const refusal = (problem: string, hint: string) =>
  ({ kind: "refused", problem, canForce: hint.includes("--force") }) as const;

const switching = (state: State, { to, force }: Extract<Action, { type: "switch" }>): Step => ({
  state: state.switching === null ? state : { ...state, switching: { ...state.switching, isOnTheWay: true } },
  effect: {
    type: "call",
    ask: { name: "switchUpstream", ask: { name: to, force, dryRun: false } },
    done: (answer) => {
      const { from, to: target, changed: hasChanged, staying } = answer as Answer<"switchUpstream">;
      const stay = staying === 0 ? "" : `, ${counted(staying, "stream")} ${staying === 1 ? "stays" : "stay"}`;
      const text = hasChanged ? `${from} → ${target}${stay}` : `It is ${target} already.`;
      return [{ type: "closed" }, { type: "toast", text, tone: "ok" }];
    },
    failed: (problem, hint) => [{ type: "switch-checked", to, check: refusal(problem, hint) }],
  },
});

const compressing = (state: State, { session, mode }: Extract<Action, { type: "compress" }>): Step => ({
  state: withData(state, (data) => ({ ...data, answers: withoutAnswers(data.answers, ["sessions", "session"]) })),
  effect: {
    type: "call",
    ask: { name: "compressSession", ask: { id: session, mode } },
    done: () => [
      { type: "toast", text: `${session}: ${mode === null ? "as all others" : `compression ${mode}`}`, tone: "ok" },
    ],
    failed: (problem) => [{ type: "toast", text: problem, tone: "error" }],
  },
});
