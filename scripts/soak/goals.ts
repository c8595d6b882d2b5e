import type { Status } from "../../src/control/contract.ts";
import { percentile } from "../bench/statistics.ts";
import { booksOf, type Counted } from "./books.ts";
import type { Seen } from "./clients.ts";
import { type Goal, goal } from "./goal.ts";
import { type Sample, slopeOf } from "./samples.ts";
import type { Vendor } from "./vendor.ts";

type Measured = Omit<Counted, "cache" | "vendor"> & {
  readonly status: Status;
  readonly vendor: Pick<Vendor, "hits" | "of">;
  /** How often another try of the same request went to the vendor. */
  readonly retries: number;
  readonly samples: readonly Sample[];
  readonly leaks: readonly string[];
};

const megabyte = 1_048_576;

/** A shorter run cannot tell growth from warming up. */
const longMs = 600_000;
const mostGrowthBytes = 20 * megabyte;

/** What must be, of all that was measured. */
export const goalsOf = (measured: Measured): readonly Goal[] => {
  const { seen, status, rows, samples, leaks } = measured;
  const { tally, inFlight, violations } = status;
  const broken = Object.entries(violations ?? { "nobody looked": 1 });
  return [
    goal("requests accepted", tally.accepted, `${seen.sent} sent by clients`, tally.accepted === seen.sent),
    goal(
      "ended + in flight",
      tally.ended + inFlight,
      `${tally.accepted} accepted`,
      tally.ended + inFlight === tally.accepted,
    ),
    goal("rows of the ledger", rows.length, `${tally.ended} ended`, rows.length === tally.ended),
    goal(
      "ids that are there once",
      new Set(rows.map(({ id }) => id)).size,
      `${rows.length}`,
      new Set(rows.map(({ id }) => id)).size === rows.length,
    ),
    vendorGoal(measured),
    ...booksOf({ ...measured, cache: status.cache }),
    goal("left running", inFlight, "0", inFlight === 0),
    goal(
      "invariants broken",
      broken.map(([id, count]) => `${id} ${count}x`).join(" ") || "0",
      "0",
      broken.length === 0,
    ),
    goal("mistakes of ours", status.internalErrors, "0", status.internalErrors === 0),
    goal("keys found in what was written", leaks.length, "0", leaks.length === 0),
    ...processGoals(samples),
    goal(
      "a piece in hand, p99",
      `${status.delay?.p99Ms ?? "?"} ms`,
      "told; more than 5 breaks I-07, but for what others had the processor",
      true,
    ),
    goal("added to a plain answer, p50", addedMs(seen, 0.5), "told: clients and vendor are on the same machine", true),
    goal("added to a plain answer, p99", addedMs(seen, 0.99), "told", true),
  ];
};

/** Who left may have left before or after the request did. */
const vendorGoal = ({ rows, vendor, retries }: Measured): Goal => {
  const went = rows.filter(({ attempts, upstream }) => attempts > 0 && upstream !== "simulator");
  const most = went.length + retries;
  const least = most - went.filter(({ outcome }) => /^[Cc]/.test(outcome)).length;
  const hits = vendor.hits();
  return goal(
    "requests that reached the vendor",
    hits,
    `${least} to ${most} by the ledger`,
    hits >= least && hits <= most,
  );
};

const processGoals = (samples: readonly Sample[]): readonly Goal[] => {
  const quiet = samples.at(-1);
  const half = samples[Math.floor(samples.length / 2)];
  const grownBytes = (quiet?.rssBytes ?? 0) - (half?.rssBytes ?? 0);
  const isLong = (quiet?.atMs ?? 0) - (samples[0]?.atMs ?? 0) >= longMs;
  const before = samples[0]?.openFiles ?? 0;
  return [
    goal(
      "open files more than at the start",
      (quiet?.openFiles ?? 0) - before,
      "20 at most",
      (quiet?.openFiles ?? 0) - before <= 20,
    ),
    goal(
      "memory grown in the second half",
      `${(grownBytes / megabyte).toFixed(1)} MB`,
      isLong ? "20 MB at most" : "told; a goal from ten minutes on (20 MB)",
      !isLong || grownBytes <= mostGrowthBytes,
    ),
    goal("its slope", `${(slopeOf(samples) / megabyte).toFixed(1)} MB/h`, "told; a gate from an hour on (0.5)", true),
  ];
};

const addedMs = ({ throughMs, directMs }: Seen, share: number): string =>
  `${(percentile(throughMs, share) - percentile(directMs, share)).toFixed(1)} ms`;

type Told = {
  readonly minutes: number;
  readonly seen: Seen;
  readonly vendorFaults: Readonly<Record<string, number>>;
  readonly disturbances: Readonly<Record<string, number>>;
};

/** The goals as lines, and what had happened. */
export const tableOf = (goals: readonly Goal[], { minutes, seen, vendorFaults, disturbances }: Told): string => {
  const width = Math.max(...goals.map(({ what }) => what.length));
  const lines = goals.map(
    ({ what, is, goal, isMet }) =>
      `${isMet ? "ok  " : "MISS"}  ${what.padEnd(width)}  ${is.padStart(12)}   goal: ${goal}`,
  );
  return [
    `${minutes} minutes`,
    ...lines,
    `clients    ${counted(seen.byHabit)}`,
    `answers    ${counted(seen.answers)}`,
    `of ours    ${counted(seen.refused)}`,
    `cache      ${counted(seen.cache)}`,
    `faults     ${counted(vendorFaults)}`,
    `meanwhile  ${counted(disturbances)}`,
  ].join("\n");
};

const counted = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name}: ${count}`)
    .join(", ");
