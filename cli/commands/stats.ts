import type { Answer, Ask } from "../../src/control/contract.ts";
import { ProxyError } from "../../src/core/errors.ts";
import { nearest } from "../../src/lib/nearest.ts";
import type { Command, Context } from "../command.ts";
import { orNull } from "../daemon/answering.ts";
import type { Flags } from "../flags.ts";
import { csvLines } from "../output/csv.ts";
import { counted, zoneHere, zoneInWords } from "../output/units.ts";
import { wouldHaveWords } from "../output/would-have.ts";
import { type Period, periodFrom, type Span } from "../period.ts";
import { type Grouping, groupings, groupLines, groupRow } from "../stats/groups.ts";
import { storyOf, trendOf } from "../stats/story.ts";
import { translatedLines } from "../stats/translated.ts";

export default {
  args: "",
  summary: "requests, tokens, cost and times",
  options: [
    { flags: "--hours <n>", summary: "the last n hours (default: 24)" },
    { flags: "--days <n>", summary: "the last n days" },
    { flags: "--today", summary: "since midnight here" },
    { flags: "--since <time>", summary: "2026-11-02, 2026-11-02T09:30, or a time ago: 90m" },
    { flags: "--until <time>", summary: "up to then; the same words" },
    { flags: "--by <group>", summary: "model, session, upstream, client, day, hour, status, dialect or daemon" },
    { flags: "--everywhere", summary: "of all daemons that write into one PostgreSQL (store.ledger_url)" },
    { flags: "--top <n>", summary: "so many groups at most, the rest together (default: 100)" },
    { flags: "--utc", summary: "days and hours of UTC, not of this place" },
    { flags: "--csv", summary: "rows for a spreadsheet" },
    { flags: "--realtime", summary: "what happens, until q; a line of JSON a request where nobody looks" },
    { flags: "--plain", summary: "realtime: a sentence for each thing that happens, to be read aloud" },
  ],
  examples: [
    "proxy-cli stats",
    "proxy-cli stats --days 7 --by model",
    "proxy-cli stats --today --by hour --csv",
    "proxy-cli stats --realtime",
  ],
  run: async (context, { flags }) => {
    if (flags.has("realtime")) return (await import("../stats/realtime.ts")).tellLive(context, flags);
    const { json, data, print, now } = context;
    if (flags.has("plain"))
      throw new ProxyError("usage", "--plain belongs to --realtime.", {
        hint: "Try: proxy-cli stats --realtime --plain",
      });
    if (json && flags.has("csv"))
      throw new ProxyError("usage", "--csv and --json are two answers.", { hint: "Try: proxy-cli stats --csv" });
    const by = groupingFrom(flags.text("by") ?? "upstream");
    const period = periodFrom(flags, now());
    const zone = zoneFrom(flags);
    const top = flags.whole("top", 1);
    if (flags.has("everywhere") || by === "daemon")
      return (await import("../stats/everywhere.ts")).tellEverywhere(context, {
        ...{ period, by, zone, top },
        isCsv: flags.has("csv"),
      });
    const { since, until } = period;
    const daemon = asker(context);
    const asked = { since, by, zone, ...(top === null ? {} : { top }) };
    const stats = await daemon.ask(period.isOpen ? asked : { ...asked, until });
    if (flags.has("csv")) return csvLines(stats.groups.map((group) => groupRow(by, group))).forEach(print);
    const before = await totalOf(daemon, period.before);
    const translations = await daemon.translations({ since, until: period.isOpen ? null : until });
    if (json) return data({ running: daemon.isRunning(), since, until, by, zone, ...stats, before, translations });
    const canBeTold =
      stats.total.estimatedCost > 0 &&
      (await couldBeTold(context, () => daemon.ask({ ...asked, until, by: "dialect" })));
    const status = period.isOpen ? await orNull(context.client.status({})) : null;
    const hasNoBudget = status?.budgets?.set === 0;
    const shadow = status?.shadow ?? null;
    tell(context, { period, by, zone, stats, before, translations, canBeTold, shadow, hasNoBudget });
  },
} satisfies Command;

type Asker = {
  readonly ask: (question: Ask<"stats">) => Promise<Answer<"stats">>;
  readonly translations: (question: Ask<"translations">) => Promise<Answer<"translations">>;
  /** Whether it was a daemon that answered last. */
  readonly isRunning: () => boolean;
};

/** Asks the daemon, or its file where none runs. */
const asker = ({ client, paths }: Context): Asker => {
  let isRunning = false;
  const offline = () => import("../../src/offline/without-daemon.ts");
  return {
    isRunning: () => isRunning,
    translations: async (question) =>
      (await orNull(client.translations(question))) ?? (await offline()).translationsWithoutDaemon(paths, question),
    ask: async (question) => {
      const live = await orNull(client.stats(question));
      isRunning = live !== null;
      return live ?? (await offline()).statsWithoutDaemon(paths, question);
    },
  };
};

const totalOf = async ({ ask }: Asker, { since, until }: Span): Promise<Answer<"stats">["total"]> =>
  (await ask({ since, until, by: "status" })).total;

/** Whether chats of which usage could be asked for are among the estimates, while it is not. */
const couldBeTold = async (context: Context, byDialect: () => Promise<Answer<"stats">>): Promise<boolean> => {
  const { config } = await (await import("../config/view.ts")).viewOf(context);
  const isAsked = config.settings.some(({ name, value }) => name === "meter.inject_usage" && value === true);
  if (isAsked) return false;
  const { groups } = await byDialect();
  return groups.some(({ name, estimatedCost }) => name === "openai-chat" && estimatedCost > 0);
};

const zoneFrom = (flags: Flags): string => (flags.has("utc") ? "UTC" : zoneHere());

const words: readonly Grouping[] = [...groupings, "daemon"];

const groupingFrom = (word: string): Grouping => {
  const found = words.find((known) => known === word);
  if (found !== undefined) return found;
  throw new ProxyError("usage", `stats cannot be grouped by "${word}". Known: ${words.join(", ")}.`, {
    hint: `Try: proxy-cli stats --by ${nearest(word, groupings) ?? "model"}`,
  });
};

type Told = {
  readonly period: Period;
  readonly by: Grouping;
  readonly zone: string;
  readonly stats: Answer<"stats">;
  readonly before: Answer<"stats">["total"];
  readonly translations: Answer<"translations">;
  readonly canBeTold: boolean;
  /** What could have been saved since midnight. */
  readonly shadow: Parameters<typeof wouldHaveWords>[0];
  /** Whether a daemon says that nothing limits what may be spent. */
  readonly hasNoBudget: boolean;
};

const tell = ({ print, paint, columns }: Context, told: Told): void => {
  const { period, by, zone, stats, before, translations, canBeTold, shadow, hasNoBudget } = told;
  const { groups, total } = stats;
  print(`${period.words}, ${zoneInWords(zone)}`);
  if (total.requests === 0) return print("no requests yet");
  for (const line of groupLines(by, groups, total, columns)) print(line);
  for (const line of storyOf(total, { canBeTold, hasNoBudget })) print(line);
  for (const line of wouldHaveWords(shadow, " today")) print(line);
  for (const line of translatedLines(translations)) print(line);
  const trend = trendOf(total, before, period.before.words);
  if (trend !== "") print(paint("muted", trend));
  const troubled = total.cut + total.failed;
  if (troubled > 0)
    print(paint("muted", `${counted(troubled, "request")} did not end well; see: proxy-cli logs --level warn`));
};
