import type { Exchange } from "../../core/exchange.ts";
import type { RequestSummary } from "../../core/notice.ts";
import type { Series, SeriesQuestion } from "../../core/series.ts";
import { type Figures, noFigures, shareIn } from "../ledger/figures.ts";
import { binOf, quietBin, type Steps, stepsOf, unknownBin } from "./bins.ts";
import { Seconds } from "./seconds.ts";
import { spread } from "./spread.ts";

/** What the last hour saw, second by second, in memory alone: a daemon begins with nothing. */
export type SeriesKeeper = {
  readonly open: () => void;
  readonly end: (request: RequestSummary) => void;
  readonly refuse: () => void;
  /** `running` = what is under way: what has come of it counts too. */
  readonly view: (question: SeriesQuestion, running: Iterable<Under>) => Series;
};

type Under = Pick<Exchange, "startedAt" | "startedTick" | "notes">;

/** A clock that was set back by more than this begins anew. */
const mostBackSeconds = 60;

/** Streams under way whose tokens are looked at; there can be thousands that say nothing. */
const mostLookedAt = 1000;

/** An empty series on this clock on the wall. */
export const createSeries = (now: () => number): SeriesKeeper => {
  let seconds = new Seconds(secondOf(now()));
  let last = secondOf(now());
  let inFlight = 0;
  const advanced = (at: number): Seconds => {
    const second = secondOf(at);
    if (second === last) return seconds;
    if (second < last - mostBackSeconds) {
      seconds = new Seconds(second);
      last = second;
    }
    if (second > last) seconds.advance(second, inFlight);
    last = Math.max(last, second);
    return seconds;
  };
  return {
    open: () => {
      inFlight++;
      advanced(now()).open(inFlight);
    },
    end: (request) => {
      const at = now();
      const present = advanced(at);
      inFlight = Math.max(0, inFlight - 1);
      present.end(shareIn(request));
      const { outputTokens, durationMs, ttftMs } = request;
      if (outputTokens === null || outputTokens === 0) return;
      const to = last * 1000 + (at % 1000);
      const from = Math.max(to - durationMs + (ttftMs ?? durationMs), present.first * 1000);
      spread(outputTokens, from, to, 1000, (second, tokens) => present.deliver(second, tokens));
    },
    refuse: () => advanced(now()).refuse(),
    view: (question, running) => {
      const at = now();
      const present = advanced(at);
      const steps = stepsOf(question, Math.max(at, last * 1000));
      return { at, binMs: steps.binMs, bins: binsIn(steps, present, last, comingIn(steps, running, at)) };
    },
  };
};

const secondOf = (at: number): number => Math.floor(at / 1000);

const binsIn = ({ from, binMs, count }: Steps, seconds: Seconds, last: number, coming: Float64Array) => {
  const figures = noFigures();
  return Array.from({ length: count }, (_, index) => {
    const at = from + index * binMs;
    const [begin, end] = [Math.max(secondOf(at), seconds.first), Math.min(secondOf(at + binMs) - 1, last)];
    if (begin > end) return unknownBin(at);
    let [isQuiet, refused, outputTokens, maxInFlight] = [true, 0, coming[index] ?? 0, 0];
    for (let second = begin; second <= end; second++) {
      const seen = seconds.at(second);
      if (seconds.addTo(figures, second)) isQuiet = false;
      refused += seen.refused;
      outputTokens += seen.outputTokens;
      maxInFlight = Math.max(maxInFlight, seen.inFlight);
    }
    if (isQuiet) return quietBin(at, { refused, outputTokens, maxInFlight });
    const bin = binOf(at, { figures, refused, outputTokens, maxInFlight });
    clear(figures);
    return bin;
  });
};

const clear = ({ sums, durations, firsts }: Figures): void => {
  sums.fill(0);
  durations.fill(0);
  firsts.fill(0);
};

/** What answers under way have delivered, by steps. */
const comingIn = ({ from, binMs, count }: Steps, running: Iterable<Under>, now: number): Float64Array => {
  const coming = new Float64Array(count);
  const streams = [...running].filter(({ notes }) => notes.soFar !== null && notes.firstByteAt !== null);
  for (const { notes, startedAt, startedTick } of streams.slice(-mostLookedAt)) {
    const tokens = Math.round(notes.soFar?.().deliveredTokens ?? 0);
    const begun = Math.max(startedAt + (notes.firstByteAt ?? startedTick) - startedTick, now - hourMs);
    spread(tokens, Math.min(begun, now), now, binMs, (step, amount) => {
      const index = step - from / binMs;
      if (index >= 0 && index < count) coming[index] = (coming[index] ?? 0) + amount;
    });
  }
  return coming;
};

const hourMs = 3_600_000;
