import type { RequestDetail } from "../../../src/core/request-detail.ts";
import { exactly, lasted, money, unknown, waited } from "../../output/units.ts";
import { type Line, line } from "../frame/line.ts";
import { cachedShare, costOf, outputOf } from "../requests/columns.ts";
import { labelled } from "./labelled.ts";
import { sentLines, stepLines } from "./led.ts";
import { toldOutcome } from "./outcome.ts";
import { timelineLines } from "./timeline.ts";
import { countedBy } from "./usage.ts";

/** What happened, who with, what it took and cost, and what to do next. */
export const summaryLines = (detail: RequestDetail, now: number, width: number): readonly Line[] => {
  const way = [...clientLines(detail, width), ...wayLines(detail, width)];
  const end =
    detail.summary === null ? runningLines(detail, now, width) : endedLines(detail.summary, ageOf(detail), width);
  return [
    // Where not all is seen at once, how it ended is seen first.
    ...(width < narrow ? [...end, ...way] : [...way, ...end]),
    ...detail.remarks.flatMap(({ by, text }) => labelled("Remark", `${by}: ${text}`, width)),
    [],
    ...timelineLines(detail, now, width),
    ...stepLines(detail, width),
    ...(detail.summary === null ? [] : adviceLines(detail.summary, width)),
  ];
};

const narrow = 56;

const clientLines = (detail: RequestDetail, width: number): readonly Line[] => {
  const of = detail.summary ?? detail.running;
  if (of === null) return [];
  const parts = [of.client ?? "unknown program", `${of.method} ${of.path}`, of.stream ? "stream" : "whole"];
  const turn = of.turn === null ? "" : ` turn ${exactly(of.turn)}`;
  const session = of.session === null ? [] : [`session ${of.session}${turn}`];
  return labelled("Client", [...parts, ...session].join("  "), width);
};

/** The model stands in the border; here it is named where another one answered. */
const wayLines = (detail: RequestDetail, width: number): readonly Line[] => {
  const of = detail.summary ?? detail.running;
  const upstream = of?.upstream ?? null;
  const where = detail.url === null ? "" : ` (${originOf(detail.url)})`;
  const tries = detail.attempts > 1 ? `   attempt ${exactly(detail.attempts)} of ${exactly(detail.attempts)}` : "";
  const [asked, used] = [of?.model ?? null, detail.summary?.modelUsed ?? null];
  return [
    ...labelled("Upstream", upstream === null ? nobodyAsked(detail) : `${upstream}${where}${tries}`, width),
    ...(asked === null || used === null || used === asked
      ? []
      : labelled("Model", `${used}, asked for ${asked}`, width)),
    ...(detail.rule === null ? [] : labelled("Decision", detail.rule, width)),
    ...queuedLines(detail, width),
    ...sentLines(detail, width),
  ];
};

const nobodyAsked = ({ summary }: RequestDetail): string =>
  summary?.answerCache === "hit" ? "(cache): nobody was asked" : "none: it never left";

const queuedLines = ({ routed: { queued } }: RequestDetail, width: number): readonly Line[] =>
  queued === undefined ? [] : labelled("Queued", `${waited(queued.ms)}, limit "${queued.limit}"`, width);

const originOf = (url: string): string => /^[a-z]+:\/\/[^/?#]+/i.exec(url)?.[0] ?? url;

const runningLines = ({ running }: RequestDetail, now: number, width: number): readonly Line[] => {
  if (running === null) return labelled("Outcome", "not known", width, "muted");
  const { phase, queue, startedAt, outputTokens, lastByteAt } = running;
  const silence = lastByteAt === null ? "" : `, last bytes ${waited(Math.max(0, now - lastByteAt))} ago`;
  const row = queue === undefined ? "queued" : `queued, place ${exactly(queue.place)} for the limit "${queue.limit}"`;
  const came = `the answer is coming${silence}`;
  const doing = phase === "queued" ? row : phase === "waiting" ? "waiting for the first byte" : came;
  return [
    ...labelled("Outcome", `runs for ${waited(Math.max(0, now - startedAt))}: ${doing}`, width, "running"),
    ...labelled(
      "Tokens",
      outputTokens === null ? "known at its end" : `out ~${exactly(outputTokens)}+ (counted by us)`,
      width,
    ),
    ...labelled("Cost", "known at its end", width, "muted"),
  ];
};

type Summary = NonNullable<RequestDetail["summary"]>;

const endedLines = (summary: Summary, age: string, width: number): readonly Line[] => {
  const { what, got } = toldOutcome(summary);
  const tone = summary.outcome === "--" && (summary.status ?? 500) < 400 ? "ok" : "error";
  const code = summary.outcome === "--" ? String(summary.status ?? unknown) : summary.outcome;
  const error = summary.error === null ? "" : ` (${summary.error})`;
  return [
    ...labelled("Outcome", `${code}  ${what}${error}`, width, tone),
    ...labelled("", `client got: ${got}`, width),
    ...labelled("Tokens", summary.answerCache === "hit" ? "none: no model was asked" : tokensOf(summary), width),
    ...labelled("Cost", costText(summary), width),
    ...avoidedLines(summary, age, width),
    ...(summary.savedTokens === 0
      ? []
      : labelled("Saved", `${exactly(summary.savedTokens)} tokens, ${money(summary.savedMicros)} net`, width, "saved")),
    ...(summary.cacheBreak === null ? [] : labelled("Cache", `broken: ${summary.cacheBreak}`, width, "warning")),
  ];
};

/** How old an answer out of our cache was, as it told its client; empty where that is not known any more. */
const ageOf = ({ answer }: RequestDetail): string => {
  const said = answer?.headers.find(([name]) => name.toLowerCase() === "x-proxy-cache")?.[1] ?? "";
  const seconds = /^hit; age=(\d+)$/.exec(said)?.[1];
  return seconds === undefined ? "" : `, ${lasted(Number(seconds) * 1000)} old`;
};

/** What an answer of earlier was worth. */
const avoidedLines = (summary: Summary, age: string, width: number): readonly Line[] => {
  const { answerCache, avoidedInputTokens, avoidedOutputTokens, avoidedMicros } = summary;
  if (answerCache !== "hit") return [];
  const tokens = [avoidedInputTokens, avoidedOutputTokens].map((count) => (count === null ? unknown : exactly(count)));
  const worth = avoidedMicros === null ? "" : `, ${money(avoidedMicros)}`;
  return labelled(
    "Hit",
    `an answer of earlier${age}; not spent again: in ${tokens.join(", out ")}${worth}`,
    width,
    "saved",
  );
};

const tokensOf = (summary: Summary): string => {
  const { inputTokens, outputTokens, reasoningTokens } = summary;
  if (inputTokens === null && outputTokens === null) return "not known";
  const count = (tokens: number | null): string => (tokens === null ? unknown : exactly(tokens));
  const read = cachedShare(summary);
  const cached = read === unknown ? "" : ` (${read} cached)`;
  const thought = reasoningTokens === null || reasoningTokens === 0 ? "" : ` (thinking ${exactly(reasoningTokens)})`;
  return `in ${count(inputTokens)}${cached}   out ${outputOf(summary)}${thought}   ${countedBy(summary)}`;
};

const costText = (summary: Summary): string => {
  if (summary.costKind === "none") return "$0: nothing is billed for it";
  if (summary.costMicros === null) return "unknown: no price for this model, or nobody told the counts";
  const text = costOf(summary);
  if (summary.costKind !== "estimated") return text;
  return `${text} estimated${summary.outcome === "--" ? "" : ": no final usage event arrived"}`;
};

const adviceLines = (summary: Summary, width: number): readonly Line[] => {
  const { why, next } = toldOutcome(summary);
  if (why === null || next === null) return [];
  return [[], ...labelled("Why?", why, width), ...labelled("Next", next, width)];
};

/** What is said of a request that nobody knows any more. */
export const unknownLines = (id: string, problem: string | null): readonly Line[] => [
  [],
  line(problem === null ? `  Nobody knows ${id} any more: the ledger does not have it.` : `  ${problem}`, {
    tone: "warning",
  }),
];
