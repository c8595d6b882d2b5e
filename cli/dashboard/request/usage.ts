import type { RequestDetail } from "../../../src/core/request-detail.ts";
import { exactly, money, percent, unknown } from "../../output/units.ts";
import { fit } from "../frame/cells.ts";
import { type Line, line, lineOf } from "../frame/line.ts";
import { costOf } from "../requests/columns.ts";
import { labelled } from "./labelled.ts";

/** Tokens, what they cost line by line, and what became of the vendor's cache. */
export const usageLines = (detail: RequestDetail, _now: number, width: number): readonly Line[] => {
  const { summary } = detail;
  if (summary === null)
    return [...runningLines(detail, width), ...labelled("Cost", "told when it has ended", width, "muted")];
  return [
    ...tokenLines(summary, width),
    [],
    ...billLines(detail, width),
    ...savedLines(summary, width),
    ...cacheLines(detail, width),
  ];
};

type Summary = NonNullable<RequestDetail["summary"]>;

const runningLines = ({ running }: RequestDetail, width: number): readonly Line[] => {
  const written = running?.outputTokens ?? null;
  return labelled(
    "Tokens",
    written === null ? "not known while it runs" : `~${exactly(written)}+ out so far (counted by us)`,
    width,
  );
};

/** Who counted, as far as is known. */
export const countedBy = ({ costKind }: Pick<Summary, "costKind">): string => {
  if (costKind === "reported") return "the provider's counts";
  if (costKind === "estimated") return "some counted by us";
  return costKind === "none" ? "nothing is billed" : "as far as it was told";
};

const row = (name: string, count: string, cost: string, width: number): Line => {
  const words = Math.max(10, Math.min(30, width - 24));
  return lineOf(` ${fit(name, words)}${fit(count, 11, "right")}${fit(cost, 12, "right")}`);
};

const tokenLines = (summary: Summary, width: number): readonly Line[] => {
  const tokens = (count: number | null): string => (count === null ? unknown : exactly(count));
  const [read, written] = [summary.cacheReadTokens, summary.cacheWriteTokens];
  return [
    line(` Tokens (${countedBy(summary)})`, { tone: "heading" }),
    row("input", tokens(summary.inputTokens), "", width),
    ...(read === null ? [] : [row("  of it read from cache", tokens(read), "", width)]),
    ...(written === null ? [] : [row("  of it written to cache", tokens(written), "", width)]),
    row("output", tokens(summary.outputTokens), "", width),
    ...(summary.reasoningTokens === null ? [] : [row("  of it thinking", tokens(summary.reasoningTokens), "", width)]),
    ...(summary.usageAnomalies === 0
      ? []
      : labelled(
          " Odd",
          `${exactly(summary.usageAnomalies)} counts of the provider's could not be meant`,
          width,
          "warning",
        )),
  ];
};

const billLines = ({ summary, costLines }: RequestDetail, width: number): readonly Line[] => {
  if (summary === null) return [];
  const head = line(" Cost", { tone: "heading" });
  const whole = costOf(summary);
  if (costLines.length === 0 || summary.costMicros === null) {
    const why =
      summary.costKind === "none"
        ? "$0: nothing is billed for it"
        : summary.costMicros === null
          ? "unknown: there is no price for this model, or nobody told the counts"
          : `${whole}, of which the parts are not known any more`;
    return [head, ...labelled("", why, width, "muted")];
  }
  return [
    head,
    ...costLines.map(({ what, count, micros }) => row(what, exactly(count), money(micros), width)),
    row("together", "", whole, width),
    ...(summary.costKind === "estimated"
      ? labelled("", "~ estimated: at least one count is ours", width, "muted")
      : []),
  ];
};

const savedLines = ({ savedTokens, savedMicros }: Summary, width: number): readonly Line[] =>
  savedTokens === 0
    ? []
    : [
        [],
        ...labelled(" Saved", `${exactly(savedTokens)} tokens by the proxy, ${money(savedMicros)} net`, width, "saved"),
      ];

const cacheLines = ({ cache }: RequestDetail, width: number): readonly Line[] => {
  if (cache === null) return [];
  const { repeatedShare, readShare, why, costMicros } = cache;
  const could = repeatedShare === null ? "" : ` of ${percent(repeatedShare)} that had been sent before`;
  return [
    [],
    ...labelled(" Cache", `${percent(readShare)} of the input was read from it${could}`, width),
    ...(why === null
      ? []
      : labelled("", `${why}${costMicros === null ? "" : ` This cost ${money(costMicros)} more.`}`, width, "warning")),
  ];
};
