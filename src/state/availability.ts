import type { CircuitChange } from "../availability/circuits.ts";
import { type Availabilities, createAvailabilities } from "../availability/index.ts";
import type { Cooling } from "../availability/on-board.ts";
import { failureWords } from "../core/failure-words.ts";
import type { Shared } from "../core/shared.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log, LogFields } from "./logs/log.ts";
import type { Notices } from "./notices.ts";

type Parts = {
  readonly clock: Clock;
  readonly shared: Pick<Shared, "board">;
  readonly log: Pick<Log, "write">;
  readonly notices: Pick<Notices, "send">;
  /** Hears that an upstream was found to be there again. */
  readonly onUp: (upstream: string) => void;
};

/** What is known of upstreams, with a line in the log and a notice for each change: never for each request. */
export const openAvailability = ({ clock, shared, log, notices, onUp }: Parts): Availabilities =>
  createAvailabilities({
    ...clock,
    later: (work, ms) => {
      const timer = setTimeout(work, ms).unref();
      return () => clearTimeout(timer);
    },
    board: shared.board,
    onCircuit: (change) => {
      const { upstream, circuit } = change;
      log.write(...circuitLine(change));
      if (circuit.state === "closed") onUp(upstream);
      const untilAt = circuit.state === "open" ? circuit.retryAt : null;
      const why = circuit.state === "closed" ? null : circuit.error;
      notices.send({ type: "upstream-changed", upstream, state: circuit.state, why, untilAt });
    },
    onCooling: (cooling, isOurs) => {
      const { upstream, state, untilAt } = cooling;
      log.write("warn", `upstream ${state}`, { ...coolingFields(cooling, clock.now()), ...heardFrom(isOurs) });
      notices.send({ type: "upstream-changed", upstream, state, why: null, untilAt });
    },
  });

type Line = Parameters<Log["write"]>;

const circuitLine = ({ upstream, origin, circuit, isOurs }: CircuitChange): Line => {
  const about = { upstream, host: new URL(origin).host, ...heardFrom(isOurs) };
  if (circuit.state === "closed") return ["info", "upstream up", about];
  const { failures, error } = circuit;
  const more = { ...about, error, why: failureWords(error), failures };
  return circuit.state === "open" ? ["warn", "upstream down", more] : ["info", "upstream reached again", more];
};

const coolingFields = ({ upstream, model, keyHint, status, untilAt, isTold }: Cooling, now: number): LogFields => ({
  ...{ upstream, model, key: keyHint, status },
  ...{ seconds: Math.ceil((untilAt - now) / 1000), asked: isTold },
});

const heardFrom = (isOurs: boolean): LogFields => (isOurs ? {} : { by: "another daemon" });
