import type { Hindrance } from "../core/availability.ts";

/** One of several places that a request may go to. */
export type Candidate<Target> = {
  readonly target: Target;
  /** What it is told apart by, the same in every daemon and after every restart: an upstream's name, a key's hint. */
  readonly name: string;
  /** How much of the traffic it is to have, beside the others that have a weight; null = it has its place in the list. */
  readonly weight: number | null;
  /** What stands in its way. */
  readonly hindrance: Hindrance | null;
  /** Mean time to the head of its answers; null = not known. */
  readonly headMs: number | null;
};

/** What the order goes by. */
export type OrderRules = {
  /** Conversations that share it go to the same place as long as they can: the name of the session. */
  readonly seed: string;
  /** Where the conversation has gone last: its prompt is in that cache. Null = nowhere yet. */
  readonly home: string | null;
  /** Whether the quickest comes first among those that have no weight; else the list is the order. */
  readonly isByLatency?: boolean;
};

/**
 * Which first. Home before all others, and what cannot be asked just now last, whatever it is. Of those with weights the
 * share of sessions that begin with one is its weight; when one is taken away only its own sessions move.
 */
export const ordered = <Target>(
  candidates: readonly Candidate<Target>[],
  { seed, home, isByLatency = false }: OrderRules,
): readonly Target[] => {
  const weighted = candidates.filter(({ weight }) => weight !== null);
  const listed = candidates.filter(({ weight }) => weight === null);
  const drawn = weighted.toSorted((one, other) => rankOf(one, seed) - rankOf(other, seed));
  const quick = isByLatency ? listed.toSorted((one, other) => waitOf(one) - waitOf(other)) : listed;
  // A list with a weight in it is drawn from first: its other places are what is left when all of those have failed.
  const all = [...drawn, ...quick];
  const atHome = all.filter(({ name }) => name === home);
  const free = [...atHome, ...all.filter((one) => !atHome.includes(one))];
  return [
    ...free.filter(({ hindrance }) => hindrance === null),
    ...free
      .filter(({ hindrance }) => hindrance !== null)
      .toSorted((one, other) => (one.hindrance?.untilAt ?? 0) - (other.hindrance?.untilAt ?? 0)),
  ].map(({ target }) => target);
};

/** The smallest is first. Weighted rendezvous hashing: each place draws by itself, and a heavy one draws smaller numbers. */
const rankOf = ({ name, weight }: Pick<Candidate<unknown>, "name" | "weight">, seed: string): number =>
  weight === null || weight <= 0 ? Number.POSITIVE_INFINITY : -Math.log(drawOf(seed, name)) / weight;

/** A number between 0 and 1 that only the two names decide. */
const drawOf = (seed: string, name: string): number =>
  (Number(Bun.hash.wyhash(`${seed}\n${name}`, 0n) >> 11n) + 1) / 2 ** 53;

/** What nobody knows is tried, so that it becomes known. */
const waitOf = ({ headMs }: Pick<Candidate<unknown>, "headMs">): number => headMs ?? 0;

/**
 * The keys of an upstream for a conversation, the one it is to be asked with first. Each conversation has one of its own,
 * by its name alone, so that its prompt stays in that key's cache; another one takes its place while it cools down.
 */
export const keysInTurn = <Target>(
  candidates: readonly Omit<Candidate<Target>, "weight">[],
  rules: Omit<OrderRules, "isByLatency">,
): readonly Target[] =>
  ordered(
    candidates.map((one) => ({ ...one, weight: 1 })),
    rules,
  );
