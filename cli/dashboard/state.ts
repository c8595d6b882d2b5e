import type { Client } from "../../src/control/client.ts";
import type { ConfigView, StatsQuestion } from "../../src/control/contract.ts";
import type { Meaning } from "../output/colour.ts";
import type { LogLevel } from "../output/log-line.ts";
import type { SentBefore } from "../trace/again.ts";
import type { LogFile } from "./data/at-hand.ts";
import { type Data, noData } from "./data/data.ts";
import type { Size } from "./frame/rect.ts";
import type { Overlay } from "./overlay.ts";
import { firstView, type RequestView } from "./request/view-state.ts";
import { allRequests, type RequestListState } from "./requests/list-state.ts";

/** The views in the order of their numbers. */
export const views = ["overview", "upstreams", "sessions", "stats", "logs", "config"] as const;

/** One of them. */
export type ViewName = (typeof views)[number];

/** Where one has gone in from a view. */
export type Place =
  | { readonly kind: "request"; readonly id: string }
  | { readonly kind: "session"; readonly id: string };

/** How the daemon is connected. */
export type Link =
  | { readonly kind: "connecting" }
  | { readonly kind: "live" }
  /** It went away, or was never there; tried again at that time. */
  | {
      readonly kind: "gone";
      readonly since: number;
      readonly nextTryAt: number;
      readonly why: string /** It is there and says nothing. */;
      readonly isSilent?: true;
    };

/** Where one is in a list. */
export type ListState = {
  /** The chosen item; null = the first one, whichever that is. It stays chosen while the list moves. */
  readonly chosen: string | null;
  /** In which row it stands; it stays there while others come in above it. */
  readonly row: number;
  /** The first item when the list stopped following what comes; null while it follows. */
  readonly newest: string | null;
};

/** A word on something that just happened, for a few seconds. */
export type Toast = { readonly text: string; readonly tone: Meaning; readonly until: number };

/** How it is drawn. */
export type Look = {
  readonly ascii: boolean;
  readonly colours: 0 | 16 | 256;
  readonly theme: "dark" | "light";
  readonly mouse: boolean;
};

/** Everything the picture is made of, but the time. Replaced as a whole, never changed. */
export type State = {
  readonly size: Size;
  readonly look: Look;
  readonly link: Link;
  /** What the daemon has told, as it is shown. */
  readonly data: Data;
  /** What it has told since the screen was paused; null = it is not. */
  readonly held: Data | null;
  readonly view: ViewName;
  /** Where one has gone in, the innermost last. */
  readonly path: readonly Place[];
  /** By the name of the list. */
  readonly lists: Readonly<Record<string, ListState>>;
  /** What lies over the screen and has the keys. */
  readonly overlay: Overlay<Change> | null;
  readonly toasts: readonly Toast[];
  /** Questions of requests that wait which were asked here, by their ids; who has put one off is not asked again. */
  readonly asked: readonly string[];
  /** How far the charts go back. */
  readonly windowMinutes: 2 | 5 | 60;
  /** What the list of requests is narrowed to, in the words of the filter language; empty = to nothing. */
  readonly filter: string;
  /** What is searched for in a list, by its name; none or empty = nothing. */
  readonly searches: Readonly<Record<string, string>>;
  readonly stats: StatsChoice;
  /** How far back the list of sessions goes. */
  readonly sessionsOf: SessionsPeriod;
  readonly logs: LogsChoice;
  /** What was typed behind `:`, the latest last. */
  readonly history: readonly string[];
  readonly requestList: RequestListState;
  readonly requestView: RequestView;
};

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

/** What the statistics are of. */
export type StatsChoice = {
  readonly by: StatsQuestion["by"];
  readonly period: "today" | "24 hours" | "7 days" | "30 days";
};

/** Sessions with a request since then. */
export type SessionsPeriod = "today" | "24 hours" | "7 days";

/** Which lines of which file are shown. */
export type LogsChoice = { readonly file: LogFile; readonly level: LogLevel };

/** Nothing is known yet. */
export const firstState = (size: Size, look: Look): State => ({
  size,
  look,
  link: { kind: "connecting" },
  data: noData,
  held: null,
  view: "overview",
  path: [],
  lists: {},
  overlay: null,
  toasts: [],
  asked: [],
  windowMinutes: 2,
  filter: "",
  searches: {},
  stats: { by: "upstream", period: "today" },
  sessionsOf: "24 hours",
  logs: { file: "log", level: "debug" },
  history: [],
  requestList: allRequests,
  requestView: firstView,
});

/** Nothing has been chosen in it yet. */
export const freshList: ListState = { chosen: null, row: 0, newest: null };
