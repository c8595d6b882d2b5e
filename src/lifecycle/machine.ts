import type { Values } from "../config/schema.ts";
import type { Overload } from "../core/limit.ts";
import { watchLateness } from "../lib/lateness.ts";
import { type Admission, createAdmission } from "../server/admission.ts";
import { createShedding, worthLooking } from "../server/shedding.ts";
import type { Log } from "../state/logs/log.ts";

/** What the system lets this process have; null = no limit that is known. */
export type Machine = {
  readonly name: string;
  readonly openFiles: () => number;
  readonly maxOpenFiles: number | null;
  readonly memoryLimitBytes: number | null;
  /** For how long this process has waited because others had the processor, since its start. */
  readonly keptWaitingMs: () => number;
};

type Bounds = Pick<Values, "limits.held_total_bytes" | "limits.max_in_flight" | "limits.max_lateness_ms">;

type Options = {
  readonly machine: Machine;
  /** The settings of the moment. */
  readonly values: () => Bounds;
  readonly tick: () => number;
  readonly log: Pick<Log, "write">;
};

/** The door of a daemon, and what it watches. */
export type MachineAdmission = Admission & {
  readonly overload: () => Overload;
  readonly stop: () => void;
};

/** An admission by what this machine has and can do, and by what the settings want. */
export const admissionOn = ({ machine, values, tick, log }: Options): MachineAdmission => {
  const { maxOpenFiles, openFiles, memoryLimitBytes } = machine;
  const most = memoryLimitBytes === null ? Number.POSITIVE_INFINITY : heldWithin(memoryLimitBytes);
  const shedding = createShedding({
    ...{ tick, maxLateMs: () => values()["limits.max_lateness_ms"] },
    onChange: (view) => tellOverload(log, view),
  });
  const lateness = watchLateness({ tick, onTurn: shedding.turned });
  const admission = createAdmission({
    maxInFlight: () => values()["limits.max_in_flight"],
    ...{ maxOpenFiles, openFiles },
    maxHeldBytes: () => Math.min(values()["limits.held_total_bytes"], most),
    overload: {
      takes: (running) => {
        if (running >= worthLooking) lateness.look(); // few are never refused: for them nothing wakes the processor up
        return shedding.takes(running);
      },
      ended: shedding.ended,
    },
  });
  return { ...admission, overload: shedding.view, stop: lateness.stop };
};

const tellOverload = ({ write }: Pick<Log, "write">, { perSecond, latenessMs, refused }: Overload): void =>
  perSecond === null
    ? write("info", "the overload is over", { refused })
    : write("warn", "overloaded, what is too much is refused", { latenessMs, perSecond });

/** What the daemon needs for itself and some hundred streams; and how much memory a byte of a held body takes at worst. */
const ownBytes = 96 * 1_048_576;
const copies = 3;

/** How much of this memory bodies may take so that the system never has to kill us: tests/faults/memory.slow.test.ts. */
const heldWithin = (limitBytes: number): number => Math.max(limitBytes / 16, (limitBytes - ownBytes) / copies);

/** Each answer needs two, and so does what waits for the next one. */
const enoughFiles = 1024;

/** What is too little of it, as sentences. */
export const fewFiles = ({ maxOpenFiles }: Machine): readonly string[] =>
  maxOpenFiles === null || maxOpenFiles >= enoughFiles
    ? []
    : [
        `only ${maxOpenFiles} file descriptors: about ${Math.floor(maxOpenFiles / 2)} answers at a time; raise ulimit -n`,
      ];
