import type { FailureCode } from "../core/errors.ts";
import { originsOf, type Upstream } from "../core/provider.ts";
import type { LineRules } from "./circuits.ts";
import type { Doors } from "./knocking.ts";

/** Whom a configuration has looked at without a request, and how often. */
export type Probing = {
  /** From the end of one round to the next one; 0 = nobody is looked at. */
  readonly everyMs: number;
  readonly upstreams: () => readonly Upstream[];
  readonly rules: LineRules;
};

/** Hears of each address that was looked at. */
type Found = (upstream: Upstream, origin: string, error: FailureCode | null, rules: LineRules) => void;

/** Looks at every upstream now and then, by handshakes alone, so that one that is down is known before a request needs it. */
export class Probes {
  readonly #later: Doors["later"];
  readonly #found: Found;
  #probing: Probing | null = null;
  #cancel: (() => void) | null = null;
  #isUnderWay = false;

  constructor(later: Doors["later"], found: Found) {
    this.#later = later;
    this.#found = found;
  }

  /** From now on as this says. The wait for the next round begins anew only where it is another one. */
  follow(probing: Probing): void {
    const isSame = this.#probing?.everyMs === probing.everyMs;
    this.#probing = probing;
    if (!isSame) this.#plan();
  }

  stop(): void {
    this.#probing = null;
    this.#plan();
  }

  #plan(): void {
    this.#cancel?.();
    this.#cancel = null;
    const everyMs = this.#probing?.everyMs ?? 0;
    if (everyMs > 0 && !this.#isUnderWay) this.#cancel = this.#later(() => void this.#round(), everyMs);
  }

  /** All at once; the next one is planned when the slowest has been heard of. */
  async #round(): Promise<void> {
    const probing = this.#probing;
    if (probing === null) return;
    this.#isUnderWay = true;
    await Promise.all(doorsOf(probing.upstreams()).map(([origin, upstream]) => this.#look(upstream, origin, probing)));
    this.#isUnderWay = false;
    this.#plan();
  }

  async #look(upstream: Upstream, origin: string, probing: Probing): Promise<void> {
    const error = await probing.rules.knock(upstream, origin);
    if (this.#probing === probing) this.#found(upstream, origin, error, probing.rules); // else nobody asks for it any more
  }
}

/** Each address once, whoever shares it. What was lent to one program is its own business; the simulator has none. */
const doorsOf = (upstreams: readonly Upstream[]): readonly (readonly [string, Upstream])[] => {
  const doors = upstreams
    .filter(({ isLent }) => !isLent)
    .flatMap((upstream) => originsOf(upstream).map((origin) => [origin, upstream] as const));
  return [...new Map(doors.filter(([origin]) => /^https?:/.test(origin)))];
};
