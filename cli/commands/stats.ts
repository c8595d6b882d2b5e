import type { Answer, Ask } from "../../src/control/contract.ts";
import { ProxyError } from "../../src/core/errors.ts";
import { nearest } from "../../src/lib/nearest.ts";
import type { Command, Context } from "../command.ts";
import { orNull } from "../daemon/answering.ts";
import { csvLines } from "../output/csv.ts";
import { type Column, tableLines } from "../output/table.ts";
import { counted, dayOf, exactly, share, timeOfDay, waited } from "../output/units.ts";
import { type Period, periodFrom } from "../period.ts";

type Grouping = Ask<"stats">["by"];
type Group = Answer<"stats">["total"];

const groupings = ["upstream", "model", "hour", "status", "client", "dialect"] as const satisfies readonly Grouping[];

export default {
  args: "",
  summary: "counts, statuses and times of requests",
  options: [
    { flags: "--hours <n>", summary: "the last n hours (default: 24)" },
    { flags: "--days <n>", summary: "the last n days" },
    { flags: "--today", summary: "since midnight here" },
    { flags: "--since <time>", summary: "2026-11-02, 2026-11-02T09:30, or a time ago: 90m" },
    { flags: "--by <group>", summary: "upstream, model, hour, status, client or dialect" },
    { flags: "--csv", summary: "rows for a spreadsheet" },
  ],
  examples: ["proxy-cli stats", "proxy-cli stats --hours 168 --by model", "proxy-cli stats --today --by hour --csv"],
  run: async (context, { flags }) => {
    const { client, paths, json, data, print, now } = context;
    if (json && flags.has("csv"))
      throw new ProxyError("usage", "--csv and --json are two answers.", { hint: "Try: proxy-cli stats --csv" });
    const by = groupingFrom(flags.text("by") ?? "upstream");
    const period = periodFrom(flags, now());
    const question = { since: period.since, by };
    const live = await orNull(client.stats(question));
    const stats =
      live ?? (await (await import("../../src/offline/without-daemon.ts")).statsWithoutDaemon(paths, question));
    if (json) return data({ running: live !== null, since: period.since, by, ...stats });
    if (flags.has("csv")) return csvLines(stats.groups.map((group) => csvRow(by, group))).forEach(print);
    tell(context, period, by, stats);
  },
} satisfies Command;

const groupingFrom = (word: string): Grouping => {
  const found = groupings.find((known) => known === word);
  if (found !== undefined) return found;
  throw new ProxyError("usage", `stats cannot be grouped by "${word}". Known: ${groupings.join(", ")}.`, {
    hint: `Try: proxy-cli stats --by ${nearest(word, groupings) ?? "model"}`,
  });
};

/** The narrowest terminal that all columns fit into. */
const wideEnough = 72;

const columnsFor = (by: Grouping): readonly Column[] => [
  { title: by.toUpperCase(), flexible: true },
  { title: "REQ", right: true },
  { title: "OK%", right: true },
  { title: "429", right: true },
  { title: "CUT", right: true },
  { title: "LEFT", right: true },
  { title: "FAILED", right: true },
  { title: "P50", right: true },
  { title: "P95", right: true },
  { title: "TTFT", right: true },
];

const tell = (
  { print, paint, columns: width }: Context,
  { words }: Period,
  by: Grouping,
  { groups, total }: Answer<"stats">,
): void => {
  print(`${words}, local time (${Intl.DateTimeFormat().resolvedOptions().timeZone})`);
  if (total.requests === 0) return print("no requests yet");
  const rows = [
    ...groups.map((group) => row(nameOf(by, group.name), group)),
    ...(groups.length > 1 ? [row("TOTAL", total)] : []),
  ];
  const shown = width < wideEnough ? 8 : 10;
  const short = rows.map((cells) => cells.slice(0, shown));
  for (const line of tableLines({ columns: columnsFor(by).slice(0, shown), rows: short, width })) print(line);
  const troubled = total.cut + total.failed;
  if (troubled > 0)
    print(paint("muted", `${counted(troubled, "request")} did not end well; see: proxy-cli logs --level warn`));
};

const row = (name: string, group: Group): readonly string[] => [
  name,
  exactly(group.requests),
  share(group.ok, group.requests).replace("%", ""),
  exactly(group.limited),
  exactly(group.cut),
  exactly(group.aborted),
  exactly(group.failed),
  waited(group.p50Ms),
  waited(group.p95Ms),
  waited(group.ttftP50Ms),
];

/** Hours are counted in UTC and shown as the wall clock here had them. */
const nameOf = (by: Grouping, name: string): string => {
  const at = by === "hour" ? Date.parse(name) : Number.NaN;
  return Number.isNaN(at) ? name : `${dayOf(at)} ${timeOfDay(at).slice(0, 5)}`;
};

const csvRow = (by: Grouping, group: Group): Readonly<Record<string, string | number | null>> => ({
  [by]: group.name,
  requests: group.requests,
  ok: group.ok,
  limited: group.limited,
  cut: group.cut,
  aborted: group.aborted,
  failed: group.failed,
  bytes_in: group.bytesIn,
  bytes_out: group.bytesOut,
  p50_ms: whole(group.p50Ms),
  p95_ms: whole(group.p95Ms),
  ttft_p50_ms: whole(group.ttftP50Ms),
});

/** Programs get the same whole milliseconds as in JSON. */
const whole = (ms: number | null): number | null => (ms === null ? null : Math.round(ms));
