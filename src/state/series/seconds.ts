import { addSums, type Figures, type Share } from "../ledger/figures.ts";
import { repacked, unpackInto } from "../ledger/histogram.ts";

/** An hour of seconds. */
const kept = 3600;

/** Requests that ended in one second. Their times are packed when it is over: an hour of open histograms is 60 MB. */
type Ended = {
  readonly second: number;
  readonly sums: number[];
  durations: Map<number, number> | Uint8Array;
  firsts: Map<number, number> | Uint8Array;
};

const nothingPacked = new Uint8Array();
const sealed = (times: Map<number, number> | Uint8Array): Uint8Array =>
  times instanceof Map ? repacked(nothingPacked, times) : times;

/** Bounded memory of what each of the latest seconds saw; seconds count from 1970. */
export class Seconds {
  readonly #ended: (Ended | undefined)[] = new Array(kept);
  readonly #refused = new Uint32Array(kept);
  readonly #outputTokens = new Float64Array(kept);
  readonly #inFlight = new Uint32Array(kept);
  #first: number;
  #last: number;

  constructor(second: number) {
    this.#first = second;
    this.#last = second;
  }

  /** The oldest second that is known. */
  get first(): number {
    return Math.max(this.#first, this.#last - kept + 1);
  }

  /** Goes on to this second, with so many requests under way meanwhile. A clock that was set back stays where it is. */
  advance(second: number, inFlight: number): void {
    if (second <= this.#last) return;
    this.#seal();
    for (let at = Math.max(this.#last + 1, second - kept + 1); at <= second; at++) {
      const place = at % kept;
      this.#ended[place] = undefined;
      this.#refused[place] = 0;
      this.#outputTokens[place] = 0;
      this.#inFlight[place] = inFlight;
    }
    this.#last = second;
  }

  refuse(): void {
    const place = this.#last % kept;
    this.#refused[place] = (this.#refused[place] ?? 0) + 1;
  }

  open(inFlight: number): void {
    const place = this.#last % kept;
    if (inFlight > (this.#inFlight[place] ?? 0)) this.#inFlight[place] = inFlight;
  }

  end({ sums, duration, first }: Share): void {
    const place = this.#last % kept;
    const before = this.#ended[place];
    const ended = before ?? { second: this.#last, sums: [...sums], durations: new Map(), firsts: new Map() };
    if (before === undefined) this.#ended[place] = ended;
    else addSums(ended, sums, 1);
    countIn(ended.durations, duration);
    countIn(ended.firsts, first);
  }

  /** Tokens that came in this second; what is older than an hour is forgotten. */
  deliver(second: number, tokens: number): void {
    if (second < this.first || second > this.#last) return;
    const place = second % kept;
    this.#outputTokens[place] = (this.#outputTokens[place] ?? 0) + tokens;
  }

  /** Adds the requests of this second to figures; false where none ended. */
  addTo(figures: Figures, second: number): boolean {
    const ended = this.#ended[second % kept];
    if (ended === undefined || ended.second !== second) return false;
    addSums(figures, ended.sums, 1);
    unpackInto(figures.durations, sealed(ended.durations));
    unpackInto(figures.firsts, sealed(ended.firsts));
    return true;
  }

  /** The rest of what this second saw; only of one that is known. */
  at(second: number): { readonly refused: number; readonly outputTokens: number; readonly inFlight: number } {
    const place = second % kept;
    return {
      refused: this.#refused[place] ?? 0,
      outputTokens: this.#outputTokens[place] ?? 0,
      inFlight: this.#inFlight[place] ?? 0,
    };
  }

  #seal(): void {
    const ended = this.#ended[this.#last % kept];
    if (ended === undefined) return;
    ended.durations = sealed(ended.durations);
    ended.firsts = sealed(ended.firsts);
  }
}

const countIn = (times: Map<number, number> | Uint8Array, bucket: number | null): void => {
  if (bucket !== null && times instanceof Map) times.set(bucket, (times.get(bucket) ?? 0) + 1);
};
