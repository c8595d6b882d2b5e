import type { ChatEvent, Stop, VendorError } from "../../core/answer.ts";
import type { Part } from "../../core/chat.ts";
import { completed } from "../../core/reported.ts";
import type { Usage } from "../../core/usage.ts";
import { type CandidateOrder, candidateOrder } from "./candidate-order.ts";
import { type Carry, carrier } from "./carry.ts";
import { answerId, begunAt, toldModel, type Way } from "./way.ts";
import { stopWith } from "./whole.ts";

/**
 * Puts the events of a vendor into the one order that every format can tell: a start, blocks that begin and end, one stop
 * a candidate, all that it took, one end. Or an error in the place of all that is left; behind either nothing follows.
 */
export type Order = {
  readonly take: (event: ChatEvent) => readonly ChatEvent[];
  /** The vendor has nothing more to say. */
  readonly close: () => readonly ChatEvent[];
  /** Nothing more is to be said. */
  readonly isOver: () => boolean;
  /** Whether every candidate has said why it stopped. */
  readonly hasStopped: () => boolean;
};

/** The order of one answer, on this way. */
export const orderOf = (way: Way): Order => new Events(way);

class Events implements Order {
  readonly #way: Way;
  readonly #carry: Carry;
  readonly #bare: Part;
  readonly #candidates = new Map<number, CandidateOrder>();
  readonly #stops = new Map<number, ChatEvent & { readonly type: "stop" }>();
  #hasBegun = false;
  #isOver = false;
  #usage: Usage | null = null;

  constructor(way: Way) {
    this.#way = way;
    this.#carry = carrier(way);
    this.#bare = { extras: {}, origin: { dialect: way.from.name, path: [] } };
  }

  isOver(): boolean {
    return this.#isOver;
  }

  hasStopped(): boolean {
    return this.#stops.size > 0 && [...this.#candidates.keys()].every((index) => this.#stops.has(index));
  }

  close(): readonly ChatEvent[] {
    return this.#stops.size > 0 ? this.#ended() : this.#failed(endedEarly);
  }

  take(event: ChatEvent): readonly ChatEvent[] {
    if (this.#isOver) return [];
    switch (event.type) {
      case "start":
        return this.#begun(event);
      case "stop":
        this.#stops.set(event.candidate, event);
        return this.#begun(null);
      case "usage":
        this.#usage = completed(this.#usage, event.usage);
        return [];
      case "end":
        return this.#ended();
      case "error":
        return this.#failed(event.error);
      case "unknown":
        return [];
      default: {
        const said = this.#candidate(event.candidate).take(event);
        return this.#hasBegun || said.length === 0 ? said : [...this.#begun(null), ...said];
      }
    }
  }

  #candidate(index: number): CandidateOrder {
    const known = this.#candidates.get(index) ?? candidateOrder(index, this.#carry);
    this.#candidates.set(index, known);
    return known;
  }

  #begun(said: (ChatEvent & { readonly type: "start" }) | null): readonly ChatEvent[] {
    if (this.#hasBegun) return [];
    this.#hasBegun = true;
    const id = answerId(said?.id ?? null, this.#way);
    const model = toldModel(said?.model ?? null, this.#way);
    return [{ ...this.#bare, ...begunAt(this.#way), type: "start", id, model, extras: said?.extras ?? {} }];
  }

  #ended(): readonly ChatEvent[] {
    this.#isOver = true;
    const closed = [...this.#candidates.values()].flatMap((candidate) => [...candidate.close()]);
    const taken: ChatEvent[] =
      this.#usage === null ? [] : [{ ...this.#bare, type: "usage", usage: this.#usage, anomalies: 0 }];
    return [...this.#begun(null), ...closed, ...this.#told(), ...taken, { ...this.#bare, type: "end" }];
  }

  /** Why each candidate stopped; one that has not said so was done. */
  #told(): readonly ChatEvent[] {
    const indexes = new Set([...this.#candidates.keys(), ...this.#stops.keys()]);
    if (indexes.size === 0) indexes.add(0);
    return [...indexes]
      .sort((one, other) => one - other)
      .map((candidate) => {
        const said = this.#stops.get(candidate) ?? { ...this.#bare, type: "stop", candidate, stop: unsaid };
        return { ...said, stop: stopWith(said.stop, this.#candidates.get(candidate)?.types() ?? none) };
      });
  }

  #failed(error: VendorError): readonly ChatEvent[] {
    this.#isOver = true;
    return [{ ...this.#bare, type: "error", error }];
  }
}

const none: ReadonlySet<never> = new Set();
const unsaid: Stop = { reason: "end", said: "", sequence: null };

const endedEarly: VendorError = {
  type: null,
  kind: "internal",
  message: "The upstream ended its stream before the answer was complete.",
};
