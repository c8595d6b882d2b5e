import type { OwnAnswers } from "../../core/own-call.ts";
import type { Shared } from "../../core/shared.ts";
import { measure } from "../../meter/tokens/measure.ts";
import type { Log } from "../logs/log.ts";
import type { StateOptions } from "../options.ts";
import { newSalt, saltIn } from "../sessions/salt.ts";
import { sharedReplay } from "../shared/replay.ts";
import { isTogether } from "../shared/together.ts";
import { openAnswers } from "./answers.ts";
import { type Memory, openMemory } from "./index.ts";
import { type Learning, openLearning } from "./learning.ts";
import { Shadow } from "./shadow.ts";

type Writer = Pick<Log, "write">;

/** What was left out of the conversations of a home; several daemons replay the same. */
export const memoryIn = (
  { paths: { replay, originals }, clock, isKept = true }: StateOptions,
  shared: Shared,
  log: Writer,
): Memory => {
  const onTrouble = (what: string): void => log.write("error", "memory", { what });
  const memory = openMemory(isKept ? { replay, originals } : { replay: null, originals: null }, clock.now, onTrouble);
  return isTogether(shared) ? { ...memory, replay: sharedReplay(memory.replay, shared, clock.now) } : memory;
};

/** Counts what could be left out where nothing is. */
export const shadowWith = ({ clock: { now, tick } }: StateOptions, log: Writer): Shadow =>
  new Shadow({ now, tick, measure, onTrouble: (what) => log.write("error", "shadow", { what }) });

/** What was learned is written so long after it was, in one go. */
const learntAfterMs = 2000;

/** What pays in which project, learned from what was called back. */
export const learningIn = (
  { paths, clock, isKept = true }: StateOptions,
  { originals }: Memory,
  log: Writer,
): Learning =>
  openLearning({
    file: isKept ? paths.learnt : null,
    now: clock.now,
    salt: isKept ? () => saltIn(paths.salt) : newSalt,
    random: Math.random,
    recallsOf: async (session) =>
      (await originals.list({ session, limit: Number.POSITIVE_INFINITY })).reduce(
        (sum, one) => sum + one.timesRecalled,
        0,
      ),
    later: (work) => setTimeout(work, learntAfterMs).unref(),
    onTrouble: (what) => log.write("error", "memory", { what }),
  });

/** What models have answered to questions of our own. */
export const answersIn = ({ paths, clock, isKept = true }: StateOptions, log: Writer): OwnAnswers =>
  openAnswers({
    folder: isKept ? paths.answers : null,
    now: clock.now,
    onTrouble: (what) => log.write("warn", "answers of models cannot be kept", { what }),
  });
