import type { Availability, Tried } from "../core/availability.ts";
import type { Target } from "../core/exchange.ts";
import { originsOf, type Upstream } from "../core/provider.ts";
import type { Board } from "../core/shared.ts";
import type { Circuit } from "./circuit.ts";
import { type CircuitChange, Circuits, type LineRules } from "./circuits.ts";
import { CoolDowns } from "./cooldowns.ts";
import { KeyHomes } from "./key-homes.ts";
import type { Doors } from "./knocking.ts";
import { Latency } from "./latency.ts";
import type { Cooling } from "./on-board.ts";
import { createPlaces, type Places } from "./places.ts";
import { Probes, type Probing } from "./probes.ts";

export type { Knock } from "./knocking.ts";

/** What a configuration says of it. */
export type AvailabilityRules = LineRules & {
  /** Whether targets that are limited or overloaded are passed over. What is known of them is told in any case. */
  readonly coolsDown: boolean;
};

/** What is known of an upstream, for people. */
export type Look = {
  readonly circuit: Circuit;
  /** What is limited or overloaded there, the longest first. */
  readonly cooling: readonly Cooling[];
  /** Mean time to the head of its answers, the latest counting most; null = not known. */
  readonly headMs: number | null;
};

/** What was forgotten by a reset. */
export type Forgotten = { readonly wasOpen: boolean; readonly coolDowns: number };

/** What is known of all upstreams; outlives configurations, of which each brings rules. */
export type Availabilities = {
  readonly under: (rules: AvailabilityRules) => Availability;
  readonly keyHomes: KeyHomes;
  readonly look: (upstream: Pick<Upstream, "name" | "endpoints">) => Look;
  /** An open circuit closes, and nothing cools down any more. */
  readonly reset: (upstream: Pick<Upstream, "name" | "endpoints">) => Forgotten;
  /** Looks at upstreams without a request, as a configuration says; until the next one does. */
  readonly probe: (probing: Probing) => void;
  readonly stop: () => void;
};

type Options = Doors & {
  /** Wall clock. */
  readonly now: () => number;
  readonly board: Board;
  readonly onCircuit: (change: CircuitChange) => void;
  readonly onCooling: (cooling: Cooling, isOurs: boolean) => void;
};

/** Nothing is known yet, but what other daemons have found out. */
export const createAvailabilities = (options: Options): Availabilities => {
  const { now, tick, later, board } = options;
  const known: Known = {
    now,
    circuits: new Circuits({ now, tick, later, board, onChange: options.onCircuit }),
    coolDowns: new CoolDowns({ now, tick, board, onCooling: options.onCooling }),
    latency: new Latency(),
    placesOf: createPlaces(),
  };
  const { circuits, coolDowns, latency } = known;
  const probes = new Probes(later, (...found) => circuits.probed(...found));
  return {
    under: (rules) => availabilityOf(known, rules),
    keyHomes: new KeyHomes(),
    look: (upstream) => ({
      circuit: circuits.of(originsOf(upstream)),
      cooling: coolDowns.of(upstream.name),
      headMs: latency.of(upstream.name),
    }),
    reset: (upstream) => ({
      wasOpen: circuits.reset(originsOf(upstream)),
      coolDowns: coolDowns.reset(upstream.name),
    }),
    probe: (probing) => probes.follow(probing),
    stop: () => {
      probes.stop();
      circuits.stop();
      coolDowns.stop();
    },
  };
};

type Known = Pick<Options, "now"> & {
  readonly circuits: Circuits;
  readonly coolDowns: CoolDowns;
  readonly latency: Latency;
  readonly placesOf: (target: Target) => Places;
};

const availabilityOf = (known: Known, rules: AvailabilityRules): Availability => {
  const { circuits, coolDowns, latency, placesOf } = known;
  const cooling = (target: Target) => (rules.coolsDown ? coolDowns.hindrance(() => placesOf(target)) : null);
  return {
    hindrance: (target) => circuits.hindrance(target, rules) ?? cooling(target),
    // Who is passed over because it is limited takes no seat of a circuit that is half open.
    enter: (target) =>
      (circuits.hindrance(target, rules) === null ? cooling(target) : null) ?? circuits.enter(target, rules),
    enterLast: (target) => circuits.enterLast(target, rules),
    end: (target, tried) => end(target, tried, known, rules),
    headMs: ({ upstream, asks }) => latency.of(upstream.name, asks?.model),
  };
};

const end = (target: Target, tried: Tried, known: Known, rules: AvailabilityRules): void => {
  const { now, circuits, coolDowns, latency, placesOf } = known;
  switch (tried.kind) {
    case "answered": {
      const sentAt = now() - tried.headMs;
      circuits.reached(target, sentAt);
      coolDowns.answered(() => placesOf(target), sentAt);
      return latency.note(target.upstream.name, target.asks?.model ?? "", tried.headMs);
    }
    case "refused":
      circuits.reached(target, now());
      return coolDowns.refused(target, placesOf(target), tried);
    case "unreachable":
      return circuits.failed(target, tried.error, rules);
    case "void":
      return circuits.left(target.endpoint.origin);
  }
};
