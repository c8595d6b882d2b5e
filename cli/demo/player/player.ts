import { pause } from "../pause.ts";
import { createSender } from "../programs/http.ts";
import type { Stage } from "../stage.ts";
import { playCast } from "./cast.ts";
import { type ScenarioName, scenarios, troubles } from "./scenarios.ts";

/** Plays traffic through a daemon until it is told to end. */
export type Player = {
  /** Plays everything that can go wrong, once; nothing more while that is being played. */
  readonly trouble: () => void;
  /** Breaks off what is under way, and resolves when all of it has ended. */
  readonly end: () => Promise<void>;
};

type Options = {
  readonly url: string;
  readonly scenario: ScenarioName;
  /** Numbers of conversations go on from here. */
  readonly firstNumber: number;
};

/** How long a program waits that got no answer at all, in seconds: the daemon may be gone. */
const goneSeconds = 1;

/** Between two of the troubles that were asked for, in seconds. */
const troubleSeconds = 0.5;

/** A player that has begun. */
export const startPlayer = ({ url, scenario, firstNumber }: Options): Player => {
  const over = new AbortController();
  const { signal } = over;
  const send = createSender(url, signal);
  let number = firstNumber;
  let isTroubled = false;
  const stage: Stage = {
    play: async (ask) => {
      const seen = await send(ask);
      if (seen.status === null) await pause(goneSeconds * 1000, signal);
      return seen;
    },
    pause: (seconds) => pause(seconds * 1000, signal),
    switchTo: async () => undefined, // the person does that
    isOver: () => signal.aborted,
    next: () => number++,
  };
  const playing = playCast(scenarios[scenario].cast, stage);
  return {
    trouble: () => {
      if (isTroubled) return;
      isTroubled = true;
      void Promise.all(troubles(troubleSeconds).map((scene) => scene(stage))).finally(() => {
        isTroubled = false;
      });
    },
    end: () => {
      over.abort();
      return playing;
    },
  };
};
