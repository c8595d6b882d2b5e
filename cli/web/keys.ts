import type { Action } from "./action.ts";
import { at, screens } from "./route.ts";
import { liveData, type State } from "./state.ts";

/** What the keyboard is put on. */
export type Focus = { readonly type: "focus"; readonly where: "filter" | "next" | "previous" };

/** What a key does here; null = what the browser does. While somebody types only escape is ours. */
export const pressed = (state: State, key: string, isTyping: boolean): Action | Focus | null => {
  const isOver = state.switching !== null || state.isHelpOpen;
  if (key === "Escape") return isOver ? { type: "closed" } : up(state);
  if (isTyping || isOver) return null;
  const screen = screens[Number(key) - 1];
  if (screen !== undefined) return { type: "go", to: at(screen) };
  switch (key) {
    case "/":
      return state.route.screen === "requests" && state.route.id === null
        ? { type: "focus", where: "filter" }
        : { type: "go", to: at("requests") };
    case "j":
      return { type: "focus", where: "next" };
    case "k":
      return { type: "focus", where: "previous" };
    case "p":
      return { type: "paused" };
    case "?":
      return { type: "help" };
    case "u":
      return { type: "go", to: at("upstreams") };
    case "-": {
      const before = liveData(state).status?.previousUpstream ?? null;
      return before === null ? null : { type: "switch-thought", to: before };
    }
    default:
      return null;
  }
};

/** Out of what one has gone into. */
const up = ({ route }: State): Action | null => {
  const { id, screen, query } = route;
  if (id === null) return null;
  const { tab: _, ...rest } = query;
  return { type: "go", to: at(screen, null, rest) };
};

/** Every key, for the help. */
export const keyWords: readonly (readonly [key: string, does: string])[] = [
  ["1 … 6", "go to a screen"],
  ["j k", "next and previous row, enter opens it"],
  ["esc", "back, closes anything"],
  ["/", "filter the requests"],
  ["u", "upstreams, to switch"],
  ["-", "back to the upstream before"],
  ["p", "pause the page, and go on"],
  ["?", "these keys"],
];
