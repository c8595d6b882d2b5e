import type { Meaning } from "../output/colour.ts";
import type { Effect, State, Step, Toast } from "./state.ts";

/** A step that does nothing but change the state. */
export const to = (state: State): Step => ({ state, effects: [] });

/** A step with something to be done. */
export const doing = (state: State, ...effects: readonly Effect[]): Step => ({ state, effects });

/** How long a toast stays. */
const toastMs = 4000;

/** With a word on what happened. */
export const toasted = (state: State, now: number, text: string, tone: Meaning = "ok"): State => {
  const toast: Toast = { text, tone, until: now + toastMs };
  return { ...state, toasts: [...state.toasts.filter(({ until }) => until > now), toast].slice(-3) };
};
