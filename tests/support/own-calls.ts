import type { OwnAnswers } from "../../src/core/own-call.ts";
import type { OwnCallsHost } from "../../src/own-calls.ts";

/** A daemon that asks nobody anything. */
export const nothingAsked: { readonly ownCalls: OwnCallsHost; readonly answers: OwnAnswers } = {
  ownCalls: {
    isWanted: () => false,
    ask: () => undefined,
    takeCost: () => 0,
    view: () => ({ asked: 0, failed: 0, dropped: 0, costMicros: 0 }),
    stop: async () => undefined,
    begin: () => undefined,
  },
  answers: { get: () => null, put: () => undefined },
};
