/** A figure that has to be reached. */
export type Goal = {
  readonly name: string;
  readonly is: "at least" | "at most";
  readonly limit: number;
  readonly unit: string;
};

/** A goal beside what was measured. */
export type Verdict = { readonly goal: Goal; readonly value: number; readonly isMet: boolean };

/** What the daemon has to reach (design, section 16), measured in one run with the bare relay. */
export const goals = {
  ratio: { name: "req/s of the bare relay", is: "at least", limit: 0.85, unit: "x" },
  addedP50Ms: { name: "added p50", is: "at most", limit: 0.4, unit: " ms" },
  addedP99Ms: { name: "added p99", is: "at most", limit: 2, unit: " ms" },
  delayP99Ms: { name: "delay of an event, p99", is: "at most", limit: 5, unit: " ms" },
  streamingMb: { name: "memory with 1,000 streams", is: "at most", limit: 120, unit: " MB" },
  holdingMb: { name: "memory with idle streams", is: "at most", limit: 150, unit: " MB" },
  controlMs: { name: "slowest answer of the control socket meanwhile", is: "at most", limit: 100, unit: " ms" },
  unreadMb: { name: "memory for readers who stopped", is: "at most", limit: 30, unit: " MB" },
  startMs: { name: "start to first answer", is: "at most", limit: 150, unit: " ms" },
  statusMs: { name: "`status`", is: "at most", limit: 80, unit: " ms" },
  missing: { name: "missing events and bytes", is: "at most", limit: 0, unit: "" },
  translatedPerSecond: { name: "translated requests of 10 KB", is: "at least", limit: 1000, unit: " req/s" },
  eventUs: { name: "an event of a translated stream, processor time", is: "at most", limit: 25, unit: " µs" },
  eventInProcessUs: { name: "its translation alone", is: "at most", limit: 25, unit: " µs" },
  blockMs: {
    name: "the longest turn of the event loop with 1 MB, processor time",
    is: "at most",
    limit: 20,
    unit: " ms",
  },
  turnMs: { name: "the longer of the two turns that 1 MB is translated in", is: "at most", limit: 20, unit: " ms" },
  overloadTimes: {
    name: "requests that come, beside those that can be answered",
    is: "at least",
    limit: 10,
    unit: "x",
  },
  goodput: { name: "answers under overload, beside the peak", is: "at least", limit: 0.8, unit: "x" },
  refusalP50Ms: { name: "time of a refusal, p50", is: "at most", limit: 20, unit: " ms" },
  refusalP99Ms: { name: "time of a refusal, p99", is: "at most", limit: 20, unit: " ms" },
  recovered: { name: "answers two seconds after it, beside what is asked for", is: "at least", limit: 0.98, unit: "x" },
  hitP99Ms: { name: "an answer that is given again, p99", is: "at most", limit: 2, unit: " ms" },
  wrong: { name: "wrong answers", is: "at most", limit: 0, unit: "" },
} as const satisfies Readonly<Record<string, Goal>>;

/** Whether a value reaches a goal; what is no number does not. */
export const judged = (goal: Goal, value: number): Verdict => ({
  goal,
  value,
  isMet: goal.is === "at least" ? value >= goal.limit : value <= goal.limit,
});
