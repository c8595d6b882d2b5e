import type { Client } from "../../src/control/client.ts";
import type { ConfigView } from "../../src/control/contract.ts";
import type { Meaning } from "../output/colour.ts";
import type { SentBefore } from "../trace/again.ts";
import type { State, Toast } from "./state.ts";

/** Something that is done outside; what comes of it is another change. */
export type Effect =
  /** Asks the daemon to do something. A refusal becomes a toast. */
  | { readonly type: "ask"; readonly with: (client: Client) => Promise<Change> }
  /** Puts a text where it can be pasted from. */
  | { readonly type: "copy"; readonly text: string; readonly what: string }
  /** Sends a request once more through the daemon. */
  | { readonly type: "again"; readonly id: string; readonly request: SentBefore }
  /** Runs a command of the command line and shows what it says. */
  | { readonly type: "command"; readonly words: readonly string[] }
  /** Gives the terminal to a command of the command line, then comes back. */
  | { readonly type: "lend"; readonly words: readonly string[] }
  /** Has the demo play everything that can go wrong. */
  | { readonly type: "trouble" }
  /** Starts the daemon, with the options that it had where these are known, and where it listened. */
  | { readonly type: "start"; readonly like: ConfigView | null; readonly url: string | null }
  | { readonly type: "suspend" }
  | { readonly type: "quit"; readonly code: number };

/** The next state, and what is to be done. */
export type Step = { readonly state: State; readonly effects: readonly Effect[] };

/** What makes a step of a state. Pure. */
export type Change = (state: State, now: number) => Step;

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
