import type { Switched } from "../../src/control/contract.ts";
import { type Data, noData } from "../dashboard/data/data.ts";
import { home, type Route } from "./route.ts";

/** How the daemon is connected. */
export type Link =
  | { readonly kind: "connecting" }
  | { readonly kind: "live" }
  | { readonly kind: "gone"; readonly nextTryAt: number; readonly why: string }
  /** It answers, and lets this browser in no more. */
  | { readonly kind: "closed" };

/** What is known of a switch before it is made. */
export type Check =
  | { readonly kind: "checking" }
  | { readonly kind: "possible"; readonly would: Switched }
  | { readonly kind: "refused"; readonly problem: string; readonly canForce: boolean };

/** A switch that is thought about. */
export type Switching = { readonly to: string; readonly check: Check; readonly isOnTheWay: boolean };

/** A word on something that just happened, for a few seconds. */
export type Toast = { readonly text: string; readonly tone: "ok" | "error" | "muted"; readonly until: number };

/** Everything that the page is drawn of. Replaced as a whole, never changed. */
export type State = {
  readonly route: Route;
  /** Wall clock, as of the last picture. */
  readonly now: number;
  readonly link: Link;
  /** What the daemon has told, as it is shown. */
  readonly data: Data;
  /** What it has told since the page was paused; null = it is not. */
  readonly held: Data | null;
  /** How wide the page is, in CSS pixels. */
  readonly width: number;
  /** The part of the list that is seen: how far it is scrolled, and how high it is. */
  readonly list: { readonly top: number; readonly height: number };
  readonly switching: Switching | null;
  readonly isHelpOpen: boolean;
  readonly toast: Toast | null;
};

/** Before the daemon's first word. */
export const firstState = (now: number, width: number): State => ({
  ...{ route: home, now, width, link: { kind: "connecting" }, data: noData, held: null },
  ...{ list: { top: 0, height: 600 }, switching: null, isHelpOpen: false, toast: null },
});

/** What the daemon has told last, also while the page is paused. */
export const liveData = ({ data, held }: State): Data => held ?? data;
