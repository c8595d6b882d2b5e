import type { Hindrance } from "../core/availability.ts";
import type { FailureCode } from "../core/errors.ts";
import type { Target } from "../core/exchange.ts";
import { failureWords } from "../core/failure-words.ts";
import type { Upstream } from "../core/provider.ts";
import type { Board } from "../core/shared.ts";
import {
  type Circuit,
  type CircuitRules,
  closed,
  entered,
  failed,
  isUnreached,
  knocked,
  left,
  reached,
} from "./circuit.ts";
import { type Doors, type Knock, Knocking } from "./knocking.ts";
import { openFrom, openText } from "./on-board.ts";

/** What happened to the circuit of an origin. */
export type CircuitChange = {
  readonly origin: string;
  readonly upstream: string;
  readonly circuit: Circuit;
  /** False where another daemon has found that out. */
  readonly isOurs: boolean;
};

type Options = Doors & {
  readonly now: () => number;
  readonly board: Board;
  readonly onChange: (change: CircuitChange) => void;
};

/** How the circuits are treated, and how an address is looked at; of the configuration that a call belongs to. */
export type LineRules = CircuitRules & { readonly knock: Knock };

/** An origin of which something bad is known. */
type Line = {
  readonly origin: string;
  circuit: Circuit;
  /** Who has called there last; null where only another daemon has. */
  upstream: Upstream | null;
  /** By what name it is told of. */
  name: string;
  knocking: Knocking | null;
  /** Those who wait until something changes. */
  readonly waiting: Set<() => void>;
};

/** More origins than anybody has in trouble at once. */
const mostLines = 1000;
const topic = "circuits";

/** The circuits of all origins; one that nothing bad is known of takes no room and no time. */
export class Circuits {
  readonly #options: Options;
  readonly #lines = new Map<string, Line>();
  readonly #unlisten: () => void;

  constructor(options: Options) {
    this.#options = options;
    this.#unlisten = options.board.listen(topic, (origin, text) => this.#heard(origin, text));
    for (const [origin, text] of options.board.read(topic)) this.#heard(origin, text);
  }

  /** What stands in the way of a call; it is not let in. */
  hindrance({ endpoint }: Target, rules: LineRules): Hindrance | null {
    const circuit = this.#lines.get(endpoint.origin)?.circuit;
    if (circuit === undefined || rules.failures === 0) return null;
    return entered(circuit, this.#options.now(), rules) === null ? hindranceOf(circuit) : null;
  }

  enter({ upstream, endpoint }: Target, rules: LineRules): Hindrance | null {
    const line = this.#lines.get(endpoint.origin);
    if (line === undefined || rules.failures === 0) return null;
    this.#calledBy(line, upstream, rules);
    const next = entered(line.circuit, this.#options.now(), rules);
    if (next === null) return hindranceOf(line.circuit);
    this.#set(line, next);
    return null;
  }

  /** The same, but an open one is looked at anew first, and whoever has been let in already is waited for. Never rejects. */
  async enterLast(target: Target, rules: LineRules): Promise<Hindrance | null> {
    const { tick, now } = this.#options;
    const endsTick = tick() + 2 * rules.retryMs;
    for (;;) {
      const hindrance = this.enter(target, rules);
      const line = this.#lines.get(target.endpoint.origin);
      const leftMs = endsTick - tick();
      if (hindrance === null || line?.knocking == null || leftMs <= 0) return hindrance;
      const { circuit, knocking } = line;
      if (circuit.state === "half-open")
        await this.#changed(line, Math.min(leftMs, Math.max(1, (circuit.seatUntilAt ?? 0) - now())));
      else if (!(await knocking.soon(rules.retryMs / 2))) return hindrance;
    }
  }

  /** A call that left at `sentAt` was answered, well or badly. */
  reached({ endpoint }: Target, sentAt: number): void {
    const line = this.#lines.get(endpoint.origin);
    if (line !== undefined) this.#set(line, reached(line.circuit, sentAt));
  }

  /** A call ended with this error. */
  failed({ upstream, endpoint: { origin } }: Target, error: FailureCode, rules: LineRules): void {
    if (!isUnreached(error)) return this.left(origin);
    if (rules.failures === 0) return;
    const line = this.#lines.get(origin) ?? this.#add(origin, upstream.name);
    if (line === null) return;
    this.#calledBy(line, upstream, rules);
    this.#set(line, failed(line.circuit, error, this.#options.now(), rules));
  }

  /** Somebody has knocked there; null = it can be reached. An open circuit is half open then, because no call has gone through. */
  probed(upstream: Upstream, origin: string, error: FailureCode | null, rules: LineRules): void {
    const [endpoint] = upstream.endpoints.filter((one) => one.origin === origin);
    const line = this.#lines.get(origin);
    if (error === null) {
      if (line === undefined) return;
      const { circuit } = line;
      // A call would have come as far: those that did not are no more in a row.
      const next = circuit.state === "closed" ? closed : knocked(circuit, null, this.#options.now(), rules.retryMs);
      this.#set(line, next);
    } else if (endpoint !== undefined && line?.circuit.state !== "open")
      this.failed({ upstream, endpoint, url: origin }, error, rules); // an open one is looked at in any case
  }

  /** A call ended without anything known of the address. */
  left(origin: string): void {
    const line = this.#lines.get(origin);
    if (line !== undefined) this.#set(line, left(line.circuit));
  }

  /** The one that is not closed, of those of an upstream. */
  of(origins: readonly string[]): Circuit {
    const circuits = origins.flatMap((origin) => this.#lines.get(origin)?.circuit ?? []);
    return circuits.find(({ state }) => state !== "closed") ?? closed;
  }

  /** Closes these as if a call had gone well. Gives whether one was open. */
  reset(origins: readonly string[]): boolean {
    const open = origins.flatMap((origin) => this.#lines.get(origin) ?? []);
    const isOpen = open.some(({ circuit }) => circuit.state !== "closed");
    for (const line of open) this.#set(line, closed);
    return isOpen;
  }

  stop(): void {
    this.#unlisten();
    for (const line of this.#lines.values()) line.knocking?.stop();
  }

  #add(origin: string, name: string): Line | null {
    if (this.#lines.size >= mostLines) this.#forget();
    if (this.#lines.size >= mostLines) return null;
    const line: Line = { origin, circuit: closed, upstream: null, name, knocking: null, waiting: new Set() };
    this.#lines.set(origin, line);
    return line;
  }

  /** Of those that are still closed the oldest go first. */
  #forget(): void {
    for (const [origin, { circuit }] of this.#lines) {
      if (circuit.state === "closed") this.#lines.delete(origin);
      if (this.#lines.size < mostLines) return;
    }
  }

  /** Whoever calls there shows where and how to knock. */
  #calledBy(line: Line, upstream: Upstream, rules: LineRules): void {
    line.upstream = upstream;
    line.name = upstream.name;
    const knock = { rules, upstream, origin: line.origin };
    if (line.knocking !== null) line.knocking.wanted(knock);
    else {
      line.knocking = new Knocking(this.#options, knock, (error, restMs) => {
        const circuit = knocked(line.circuit, error, this.#options.now(), restMs);
        this.#set(line, circuit);
        if (circuit.state === "open") this.#tell(line, restMs);
        return circuit.state === "open";
      });
      if (line.circuit.state === "open") line.knocking.begin();
    }
  }

  #set(line: Line, next: Circuit, isOurs = true): void {
    const before = line.circuit;
    const { origin, knocking, name: upstream } = line;
    if (next === before) return;
    line.circuit = next;
    if (next.state === "closed" && next.failures === 0) this.#lines.delete(origin);
    for (const wake of line.waiting) wake();
    if (next.state === before.state) return;
    if (next.state === "open") knocking?.begin();
    else knocking?.stop();
    if (isOurs && next.state === "open") this.#tell(line, next.retryAt - this.#options.now());
    if (isOurs && next.state === "closed") void this.#options.board.write(topic, origin, null, null);
    this.#options.onChange({ origin, upstream, circuit: next, isOurs });
  }

  /** Others know of it until it closes, or until nobody has looked for a while. */
  #tell({ origin, name, circuit }: Line, restMs: number): void {
    if (circuit.state !== "open") return;
    void this.#options.board.write(topic, origin, openText(name, circuit), 10_000 + 4 * Math.max(0, restMs));
  }

  /** What another daemon has written, or we ourselves: then it is known already. */
  #heard(origin: string, text: string | null): void {
    const line = this.#lines.get(origin);
    if (text === null) {
      if (line !== undefined && line.circuit.state !== "closed") this.#set(line, closed, false);
      return;
    }
    const told = openFrom(text);
    if (told === null || (line !== undefined && line.circuit.state !== "closed")) return;
    const heard = line ?? this.#add(origin, told.upstream);
    if (heard !== null) this.#set(heard, told.circuit, false);
  }

  #changed({ waiting }: Line, limitMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = this.#options.later(resolve, limitMs);
    waiting.add(resolve);
    return promise.finally(() => {
      waiting.delete(resolve);
      cancel();
    });
  }
}

const hindranceOf = (circuit: Circuit): Hindrance | null =>
  circuit.state === "closed"
    ? null
    : {
        state: "open",
        scope: "upstream",
        untilAt: circuit.retryAt,
        why: `${failureWords(circuit.error)}${circuit.failures > 1 ? ` ${circuit.failures} times` : ""}`,
      };
