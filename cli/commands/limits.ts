import type { LimitLevel, LimitRule, LimitsView } from "../../src/control/contract.ts";
import type { Command, Context } from "../command.ts";
import { tableLines } from "../output/table.ts";
import { counted, exactly, lasted, waited } from "../output/units.ts";

export default {
  args: "",
  summary: "limits that are set, how full they are, and who waits",
  options: [],
  examples: ["proxy-cli limits", "proxy-cli limits --json"],
  run: async (context) => {
    const view = await context.client.limits({});
    if (context.json) return context.data(view);
    tellRules(context, view);
    tellLevels(context, view);
    tellWaiting(context, view);
    tellOverload(context, view);
  },
} satisfies Command;

const tellRules = ({ print, say, columns: width }: Context, { rules, levels, queue }: LimitsView): void => {
  const row =
    queue.max === 0
      ? "no queue: what is more is refused"
      : `queue of ${exactly(queue.max)}, ${lasted(queue.maxWaitMs)} at most`;
  if (rules.length === 0) {
    const ofTokens = levels.length === 0 ? "none in limits.rates" : "none in limits.rates; tokens have their own";
    return say(`${ofTokens}.   See: docs/limits.md, proxy-cli token limit --help`);
  }
  print(`${counted(rules.length, "limit")} in limits.rates; ${row}`);
  const columns = [
    { title: "LIMIT" },
    ...[
      { title: "COUNTS", flexible: true },
      { title: "EACH", flexible: true },
      { title: "AMOUNT", flexible: true },
    ],
  ];
  const rows = rules.map(({ limit, counts, each, amounts }: LimitRule) => [
    ...[limit, counts ?? "every request", each ?? "all together"],
    amounts.map(amountWords).join(", "),
  ]);
  for (const line of tableLines({ columns, rows, width })) print(line);
};

const tellLevels = ({ print, now, columns: width }: Context, { levels }: LimitsView): void => {
  if (levels.length === 0) return;
  const columns = [
    ...[{ title: "LEVEL" }, { title: "FOR", flexible: true }, { title: "USED", right: true }, { title: "OF" }],
    ...[
      { title: "REFUSED", givesWay: 1 },
      { title: "WAITING", right: true, givesWay: 2 },
    ],
  ];
  print("");
  for (const line of tableLines({ columns, rows: levels.map((level) => levelRow(level, now())), width })) print(line);
};

const levelRow = (level: LimitLevel, now: number): readonly string[] => {
  const { limit, whose, used, refused, refusedAt, waiting } = level;
  const lately = refusedAt === null ? "-" : `${exactly(refused)}, ${lasted(Math.max(0, now - refusedAt))} ago`;
  return [limit, whose ?? "all", exactly(Math.ceil(used)), amountWords(level), lately, exactly(waiting)];
};

const tellWaiting = ({ print, columns: width }: Context, { queue: { waiting } }: LimitsView): void => {
  if (waiting.length === 0) return;
  const columns = [
    ...[
      { title: "TURN", right: true },
      { title: "CALLER", flexible: true },
      { title: "WAITS FOR", flexible: true },
    ],
    ...[{ title: "SINCE", right: true }, { title: "REQUEST" }],
  ];
  const rows = waiting.map(({ place, caller, limit, waitedMs, id }) => [
    ...[exactly(place), caller, limit, waited(waitedMs), id],
  ]);
  print("");
  for (const line of tableLines({ columns, rows, width })) print(line);
};

const tellOverload = ({ print }: Context, { overload }: LimitsView): void => {
  if (overload === undefined) return;
  const { maxLateMs, latenessMs, perSecond, refused } = overload;
  if (maxLateMs === 0) return print("overload: off, limits.max_lateness_ms is 0");
  const now =
    perSecond === null
      ? `no; a turn comes ${exactly(latenessMs)} ms late, ${exactly(maxLateMs)} ms is too much`
      : `YES; ${exactly(perSecond)} requests a second are taken, the rest is refused`;
  print(`overload: ${now}; ${exactly(refused)} refused since the start`);
};

/** `60 requests/min`, `2 at a time`. */
const amountWords = ({ counted: what, per, most }: Pick<LimitLevel, "counted" | "per" | "most">): string => {
  if (per === null) return `${exactly(most)} at a time`;
  return `${exactly(most)} ${what === "input_tokens" ? "input tokens" : most === 1 ? "request" : "requests"}/${per === "minute" ? "min" : per}`;
};
