import type { CacheStats, KeptAnswerView } from "../../src/control/contract.ts";
import type { Context } from "../command.ts";
import type { Flags } from "../flags.ts";
import { type Column, tableLines } from "../output/table.ts";
import { bytes, counted, exactly, lasted, money, percent, roughly } from "../output/units.ts";
import { visible } from "../output/visible.ts";
import { askCache, shortKey } from "./ask.ts";

const usualCount = 10;

/** How the cache is, what it did since the start, why it did not do more, and what was given lately. */
export const cacheStats = async (context: Context, _: string | null, flags: Flags): Promise<void> => {
  const { json, data, print, say, now, columns: width } = context;
  const limit = flags.whole("lines", 0) ?? usualCount;
  const { running, answer } = await askCache(context, "cacheStats", { limit });
  if (json) return data({ running, ...answer, reasons: tallied(answer.reasons), damaged: tallied(answer.damaged) });
  for (const line of statsLines(answer)) print(line);
  if (answer.latest.length > 0) {
    print("");
    for (const line of tableLines({ columns, rows: answer.latest.map((one) => rowOf(one, now())), width })) print(line);
  }
  if (answer.isOn === false) say("Keep answers:  proxy-cli config --set cache.enabled true   (docs/cache.md)");
};

/** Reasons are sentences, and no names of fields. */
const tallied = (
  counts: Readonly<Record<string, number>>,
): readonly { readonly why: string; readonly count: number }[] =>
  Object.entries(counts).map(([why, count]) => ({ why, count }));

const statsLines = (stats: CacheStats): readonly string[] => {
  const { isOn, entries, memoryEntries, maxBytes, ttlMs, shared, damaged, evicted } = stats;
  const room = maxBytes === null ? bytes(stats.bytes) : `${bytes(stats.bytes)} of ${bytes(maxBytes)}`;
  const each = ttlMs === null ? "" : `, each for ${lasted(ttlMs)}`;
  const together = shared === "alone" ? "" : `   shared store ${shared}`;
  const state = isOn === null ? "no daemon runs" : `${isOn ? "on" : "off"}${each}${together}`;
  const lost = tallied(damaged).map(({ why, count }) => `${why} ${exactly(count)}`);
  return [
    `cache     ${state}`,
    `kept      ${counted(entries, "answer")}, ${room}${memoryEntries === 0 ? "" : ` (${exactly(memoryEntries)} in memory)`}`,
    ...(isOn === null ? [] : sinceStart(stats)),
    ...(evicted === 0 ? [] : [`gone      ${counted(evicted, "answer")}: no room, or their time was over`]),
    ...(lost.length === 0 ? [] : [`damaged   ${lost.join(", ")}; asked for anew`]),
  ];
};

const sinceStart = ({
  hits,
  misses,
  bypassed,
  hitShare,
  joined,
  reasons,
  ...avoided
}: CacheStats): readonly string[] => {
  if (hits + misses + bypassed === 0) return ["asked     nothing yet, since the start"];
  const waited = joined === 0 ? "" : `; ${exactly(joined)} waited for the same answer`;
  const unknown = avoided.unknownPrices === 0 ? "" : ` + ${counted(avoided.unknownPrices, "hit")} of unknown price`;
  const why = tallied(reasons).slice(0, mostReasons);
  return [
    `asked     hits ${exactly(hits)} (${percent(hitShare)})   misses ${exactly(misses)}   passed by ${exactly(bypassed)}   since the start${waited}`,
    ...(hits === 0
      ? []
      : [`avoided   ${roughly(avoided.avoidedTokens)} tokens   ${money(avoided.avoidedMicros)}${unknown}`]),
    ...why.map(
      ({ why: reason, count }, at) =>
        `${at === 0 ? "not kept  " : " ".repeat(10)}${exactly(count).padStart(4)}  ${visible(reason)}`,
    ),
  ];
};

const mostReasons = 8;

const columns: readonly Column[] = [
  { title: "KEY" },
  { title: "MODEL", flexible: true },
  { title: "AGE", right: true },
  { title: "LEFT", right: true, givesWay: 2 },
  { title: "SIZE", right: true },
  { title: "HITS", right: true },
  { title: "STREAM", givesWay: 1 },
];

const rowOf = (one: KeptAnswerView, now: number): readonly string[] => [
  shortKey(one.key),
  visible(one.model ?? "-"),
  lasted(Math.max(0, now - one.storedAt)),
  lasted(Math.max(0, one.endsAt - now)),
  bytes(one.bytes),
  exactly(one.hits),
  one.isStream ? "yes" : "-",
];
