import type { Size } from "../../cli/dashboard/frame/rect.ts";
import type { State } from "../../cli/dashboard/state.ts";
import type { Status } from "../../src/control/contract.ts";
import { sceneOf, sceneState } from "./dashboard-scenes.ts";

/** A busy day with the cache of answers on, in which it was good for this. */
export const cacheState = (size: Size, today: Partial<NonNullable<Status["today"]>> = {}): State => {
  const state = sceneState(sceneOf("busy"), size);
  const { status } = state.data;
  if (status === null || status.today === null) throw new Error("The busy scene has a day.");
  const hits = { answerHits: 12, answerMisses: 23, avoidedTokens: 41_200, avoidedMicros: 204_000 };
  const cache = { hits: 12, misses: 23, bypassed: 4, entries: 20, bytes: 41_000 };
  return {
    ...state,
    data: { ...state.data, status: { ...status, cache, today: { ...status.today, ...hits, ...today } } },
  };
};
