import type { Measure } from "../../core/dialect.ts";
import type { Exchange } from "../../core/exchange.ts";
import { type EditingMode, editingModes, type Forwarded } from "../../core/memory.ts";
import type { Usage } from "../../core/usage.ts";
import { Slices } from "../../lib/slices.ts";
import { type Policy, policyOf } from "../../memory/policy/index.ts";
import { usualMoment } from "../../memory/policy/moment.ts";
import { wouldHaveSaved } from "../../memory/savings/index.ts";
import { type Imagined, imagine, nothingImagined } from "../../memory/savings/shadow.ts";
import type { Transcript } from "../../memory/transcript/transcript.ts";
import { Latest } from "../sessions/latest.ts";

/** What one mode would have saved: estimates; null = no price is known. */
export type WouldHave = { readonly mode: EditingMode; readonly tokens: number; readonly micros: number | null };

/** What every mode would have saved of requests that went out whole. */
export type ShadowView = {
  /** How many of them were looked at, and how many not, because there was too much to do. */
  readonly requests: number;
  readonly dropped: number;
  readonly modes: readonly WouldHave[];
};

type Options = {
  readonly now: () => number;
  readonly tick: () => number;
  readonly measure: Measure;
  /** Hears the kind of a mistake. */
  readonly onTrouble: (what: string) => void;
};

type Held = { readonly transcript: Transcript; readonly bytes: number };
type Sum = {
  requests: number;
  dropped: number;
  readonly modes: Record<EditingMode, { tokens: number; micros: number | null }>;
};

/** Bodies that wait for their answers to end, and work that waits for its turn; what is beyond is dropped and counted. */
const most = { bytes: 64 * 1024 * 1024, waiting: 16, sessions: 500 } as const;

/** So long one mode may look at one request: nobody waits for it, but all others wait meanwhile. */
const sliceMs = 4;

/** Works out, when a request has been answered, what each mode would have saved of it. Keeps nothing of its text. */
export class Shadow {
  readonly #options: Options;
  readonly #slices = new Slices();
  readonly #held = new Map<Exchange, Held>();
  readonly #imagined = new Latest<Imagined>(most.sessions);
  readonly #sessions = new Latest<Sum>(most.sessions);
  #isOn = false;
  #policyOf: (mode: EditingMode) => Policy = policyOf;
  #heldBytes = 0;
  #day: { readonly midnight: number; readonly sum: Sum } | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Whether there is anything to work out, and by which policies. */
  set(isOn: boolean, policies: (mode: EditingMode) => Policy = policyOf): void {
    this.#isOn = isOn;
    this.#policyOf = policies;
  }

  /** A conversation has been read: it is held until its answer has ended. */
  take(exchange: Exchange, transcript: Transcript, bytes: number): void {
    if (!this.#isOn) return;
    if (this.#heldBytes + bytes > most.bytes) {
      this.#today().dropped++;
      return;
    }
    this.#held.set(exchange, { transcript, bytes });
    this.#heldBytes += bytes;
  }

  /** Its answer has ended and has its bill. */
  ended(exchange: Exchange, costMicros: (usage: Usage) => number | null): void {
    const held = this.#held.get(exchange);
    if (held === undefined) return;
    this.#held.delete(exchange);
    this.#heldBytes -= held.bytes;
    const { session, bill, cache, forwarded } = exchange.notes;
    if (session === null || bill === null || bill.kind === "none" || (forwarded?.edits ?? 0) > 0) return;
    if (this.#slices.waiting() >= most.waiting) {
      this.#today().dropped++;
      return;
    }
    const steps = this.#imagine(session.id, held.transcript);
    void this.#slices.add(() => {
      try {
        const step = steps.next();
        if (step.done !== true) return false;
        this.#add(session.id, step.value, (forwarded) =>
          wouldHaveSaved({ forwarded, usage: bill.usage, cache, costMicros }),
        );
      } catch (thrown) {
        this.#options.onTrouble(thrown instanceof Error ? thrown.name : "unknown"); // its message may quote a body
      }
      return true;
    });
  }

  /** What the modes would have saved since midnight; null = nothing was looked at. */
  today(): ShadowView | null {
    return viewOf(this.#today());
  }

  /** The same of one conversation, as long as it is known. */
  ofSession(id: string): ShadowView | null {
    return viewOf(this.#sessions.get(id) ?? nothing());
  }

  /** Resolves when nothing waits. */
  done(): Promise<void> {
    return this.#slices.add(() => true);
  }

  #imagine(session: string, transcript: Transcript) {
    const { measure, tick } = this.#options;
    const imagined = this.#imagined.get(session) ?? this.#imagined.add(session, nothingImagined());
    let endsAt = 0;
    const begin = (): void => {
      endsAt = tick() + sliceMs;
    };
    return imagine({
      transcript,
      imagined,
      policyOf: this.#policyOf,
      moment: usualMoment,
      measure,
      begin,
      hasTime: () => tick() <= endsAt,
    });
  }

  #add(
    session: string,
    found: ReadonlyMap<EditingMode, Forwarded>,
    worth: (forwarded: Forwarded) => { readonly tokens: number; readonly micros: number | null },
  ): void {
    const sums = [this.#today(), this.#sessions.get(session) ?? this.#sessions.add(session, nothing())];
    for (const sum of sums) sum.requests++;
    for (const [mode, forwarded] of found) {
      const { tokens, micros } = worth(forwarded);
      for (const { modes } of sums) {
        const before = modes[mode];
        modes[mode] = {
          tokens: before.tokens + tokens,
          micros: micros === null ? before.micros : (before.micros ?? 0) + micros,
        };
      }
    }
  }

  #today(): Sum {
    const midnight = new Date(this.#options.now()).setHours(0, 0, 0, 0);
    if (this.#day?.midnight !== midnight) this.#day = { midnight, sum: nothing() };
    return this.#day.sum;
  }
}

const nothing = (): Sum => ({
  ...{ requests: 0, dropped: 0 },
  modes: {
    lossless: { tokens: 0, micros: null },
    balanced: { tokens: 0, micros: null },
    aggressive: { tokens: 0, micros: null },
  },
});

const viewOf = ({ requests, dropped, modes }: Sum): ShadowView | null =>
  requests + dropped === 0
    ? null
    : { requests, dropped, modes: editingModes.map((mode) => ({ mode, ...modes[mode] })) };
