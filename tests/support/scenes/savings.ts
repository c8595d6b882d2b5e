import type { Status } from "../../../src/control/contract.ts";
import { sceneOf } from "../dashboard-scenes.ts";

const calm = sceneOf("calm").answers.status?.({});
if (calm?.today == null) throw new Error("The calm scene has a day.");

/** A day on which much was left out, of which batches and calls took their part. */
export const savingStatus: Status = {
  ...calm,
  memory: { ...calm.memory, mode: "balanced", source: "config.yaml" },
  shadow: null,
  today: {
    ...calm.today,
    ...{ savedTokens: 412_000, savedMicros: 420_000, memoryEdits: 31, prefixBreaks: 3 },
    ...{ readsLostMicros: 120_000, extraWritesMicros: 50_000, ownCallsMicros: 20_000 },
  },
};

/** A day on which it was only worked out what could be left out. */
export const shadowStatus: Status = {
  ...calm,
  today: { ...calm.today, savedTokens: 0, savedMicros: null, memoryEdits: 0 },
  shadow: {
    ...{ requests: 44, dropped: 0 },
    modes: [
      { mode: "lossless", tokens: 38_000, micros: 110_000 },
      { mode: "balanced", tokens: 160_000, micros: 420_000 },
      { mode: "aggressive", tokens: 210_000, micros: 550_000 },
    ],
  },
};
