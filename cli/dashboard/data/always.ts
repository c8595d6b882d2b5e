import type { State } from "../state.ts";
import type { Question } from "./answers.ts";
import { mostRequests } from "./hear.ts";

/** What the first line, the list and the alerts need on every screen. */
export const alwaysAsked = (state: State): readonly Question[] => {
  const { running, status } = state.held ?? state.data;
  const isBusy = running.length > 0 || (status?.inFlight ?? 0) > 0;
  return [
    { name: "status", ask: {}, freshMs: 1000 },
    { name: "upstreams", ask: {}, freshMs: 2000 },
    { name: "config", ask: {}, freshMs: Number.POSITIVE_INFINITY }, // with what it is started again when it is gone
    { name: "recent", ask: { limit: mostRequests }, freshMs: Number.POSITIVE_INFINITY },
    ...(isBusy ? [{ name: "running", ask: {}, freshMs: 1000 } as const] : []),
  ];
};
