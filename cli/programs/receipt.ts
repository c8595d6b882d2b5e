import type { Client } from "../../src/control/client.ts";
import type { Answer } from "../../src/control/contract.ts";
import {
  cost,
  costUnknown,
  counted,
  exactly,
  lasted,
  money,
  percent,
  roughly,
  share,
  timeOfDay,
  unknown,
  waited,
} from "../output/units.ts";
import { visible } from "../output/visible.ts";

/** What the requests of one run came to. */
export type Bill = {
  readonly total: Answer<"stats">["total"];
  /** Null where nobody can tell turns from other requests. */
  readonly turns: number | null;
  readonly slowest: Answer<"recent">[number] | null;
  /** How many had not ended when it was written. */
  readonly running: number;
};

/** One run. */
export type Run = {
  readonly program: string;
  readonly startedAt: number;
  readonly endedAt: number;
  /** What its requests carry; null = nothing, so those of other programs cannot be told from them. */
  readonly label: string | null;
};

/** A stream that the program has left is booked a moment later. */
const patienceMs = 3000;
const pollMs = 50;

/** Looks this far back for the slowest request where no label tells them apart. */
const mostRecent = 1000;

/** What the daemon says that a run came to; null where none of its requests came there. */
export const billOf = async (client: Client, { label, startedAt }: Run): Promise<Bill | null> => {
  if (label === null) return billOfTime(client, startedAt);
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const receipt = await client.receipt({ label });
    if (receipt === null || receipt.running === 0 || performance.now() > deadline) return receipt;
    await Bun.sleep(pollMs);
  }
};

const billOfTime = async (client: Client, since: number): Promise<Bill | null> => {
  const [{ total }, recent, { inFlight }] = await Promise.all([
    client.stats({ since, by: "status" }),
    client.recent({ limit: mostRecent }),
    client.status({}),
  ]);
  if (total.requests === 0) return null;
  const slowest = recent
    .filter(({ startedAt }) => startedAt >= since)
    .reduce<Bill["slowest"]>((slow, one) => (one.durationMs > (slow?.durationMs ?? -1) ? one : slow), null);
  return { total, turns: null, slowest, running: inFlight };
};

/** Six lines of what a run came to; what nobody knows is said. `since` is when the daemon began to count. */
export const receiptLines = (run: Run, bill: Bill | null, since: number): readonly string[] => {
  const { program, startedAt, endedAt, label } = run;
  const name = visible(program.slice(program.lastIndexOf("/") + 1));
  const late = since > startedAt ? `   since ${timeOfDay(since)} only, when the proxy was started anew` : "";
  if (bill === null) return [`proxy-cli: no request of ${name} came through the proxy${late}`];
  const { total, turns, slowest, running } = bill;
  const whose = label === null ? "   all requests of this time, whoever sent them" : "";
  const troubles = [
    total.limited === 0 ? "" : `429: ${total.limited}`,
    total.cut === 0 ? "" : `cut: ${total.cut}`,
    total.aborted === 0 ? "" : `aborted: ${total.aborted}`,
    total.failed === 0 ? "" : `failed: ${total.failed}`,
    running === 0 ? "" : `still running: ${running}`,
  ].filter((part) => part !== "");
  return [
    `proxy-cli: ${name}, ${lasted(endedAt - startedAt)}, ${counted(total.requests, "request")}${whose}${late}`,
    [
      `  turns     ${turns === null ? unknown : exactly(turns)}`,
      `ok ${share(total.ok, total.requests)}`,
      ...troubles,
    ].join("   "),
    `  tokens    in ${roughly(total.inputTokens)}   out ${roughly(total.outputTokens)}   cache hit ${percent(total.cachedShare)}`,
    `  cost      ${total.costMicros === null ? "unknown" : [cost(total), costUnknown(total)].join("   ").trimEnd()}`,
    `  saved     ${roughly(total.savedTokens)} tokens, ${money(total.savedMicros)} net`,
    `  slowest   ${slowest === null ? unknown : [waited(slowest.durationMs), visible(slowest.modelUsed ?? slowest.model ?? unknown), slowest.id].join("   ")}`,
  ];
};

/** The same for programs; `total` is null where no request came through the proxy. */
export const receiptFields = (
  { program, startedAt, endedAt, label }: Run,
  bill: Bill | null,
  { code, countedSince }: { readonly code: number; readonly countedSince: number },
): object => ({
  program,
  exitCode: code,
  startedAt,
  endedAt,
  durationMs: endedAt - startedAt,
  isAlone: label !== null,
  isWhole: countedSince <= startedAt,
  turns: bill?.turns ?? null,
  stillRunning: bill?.running ?? 0,
  total: bill?.total ?? null,
  slowest: bill?.slowest ?? null,
});
