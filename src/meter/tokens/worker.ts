import { type Counter, createCounter } from "./byte-pairs.ts";
import { type Encoding, loadRanks } from "./ranks.ts";

/** Texts that the thread is to count. */
export type CountOrder = { readonly ticket: number; readonly encoding: Encoding; readonly texts: readonly string[] };

/** Their tokens, in the same order. */
export type CountReport = { readonly ticket: number; readonly counts: readonly number[] };

declare const self: Worker;

const counters = new Map<Encoding, Promise<Counter>>();

const counterFor = (encoding: Encoding): Promise<Counter> => {
  const known = counters.get(encoding) ?? loadRanks(encoding).then(createCounter);
  counters.set(encoding, known);
  return known;
};

self.onmessage = async ({ data }: MessageEvent<CountOrder>) => {
  const count = await counterFor(data.encoding);
  const report: CountReport = { ticket: data.ticket, counts: data.texts.map(count) };
  self.postMessage(report);
};
