import type { Status } from "../../../src/control/contract.ts";
import { meaningOf } from "../../budget/view.ts";
import { cost, counted, exactly, money, percent, roughly, share, waited } from "../../output/units.ts";
import { fullestBudget } from "../data/budgets.ts";
import type { Data } from "../data/data.ts";
import { hitsIn } from "../data/hits.ts";
import { type Line, line, span } from "../frame/line.ts";
import { besideEachOther, figure, firstFitting, widthOf } from "../frame/parts.ts";
import type { Panel } from "../panel.ts";
import type { State } from "../state.ts";
import { hitForms } from "./hits.ts";

/** What goes on and what the day has brought, with the numbers of `status`. */
export const nowPanel: Panel = (state, _now, { columns }) => {
  const { status } = state.data;
  if (status === null) return { title: "Now", lines: [] };
  const width = columns - 2;
  const rows = [
    loadLine(status, width),
    besideEachOther(tokenParts(status), width),
    besideEachOther(savedParts(state.data, status), width),
  ];
  return {
    title: "Now",
    note: status.today === null ? "" : `${counted(status.today.requests, "request")} today`,
    lines: rows.map((row): Line => [span(" "), ...row]),
  };
};

/** The day in one line, for a place without a border. */
export const moneyLine: Panel = ({ data }, _now, { columns }) => {
  const today = data.status?.today ?? null;
  if (today === null) return { title: "Today", lines: [] };
  const unknown = today.unknownCost === 0 ? "" : ` (+${exactly(today.unknownCost)}?)`;
  const parts = [
    today.costMicros === null && today.unknownCost > 0
      ? [span("cost unknown", "warning")]
      : [span(`${cost(today)} today`), span(unknown, "warning")],
    ...budgetPart(data, true),
    savedPart(today),
    figure("ok", share(today.ok, today.requests)),
    ...(today.answerHits > 0 ? hitPart(data) : []),
    [...figure("in", roughly(today.inputTokens)), span("  "), ...figure("out", roughly(today.outputTokens))],
    figure("429:", exactly(today.limited)),
  ];
  return { title: "Today", lines: [besideEachOther(parts, columns, 2), line("─".repeat(columns), { tone: "muted" })] };
};

/** Where there is no room for all of it, what went wrong stays and times go. */
const loadLine = (status: Status, width: number): Line => {
  const [before, times, after] = [flightParts(status), timeParts(status), [limitPart(status), ...endingParts(status)]];
  const forms = [3, 2, 1, 0].map((count) => [...before, ...times.slice(0, count), ...after]);
  const whole = firstFitting(
    forms.map((parts) => besideEachOther(parts, Number.POSITIVE_INFINITY)),
    width,
  );
  return widthOf(whole) <= width ? whole : besideEachOther([...before, ...after], width);
};

/** How much runs, and how well it went today. */
export const countParts = ({ data: { status } }: State): readonly Line[] => {
  if (status === null) return [];
  const { aborted } = status.today ?? status.tally;
  const requests = status.today === null ? [] : [[span(`${counted(status.today.requests, "request")} today`)]];
  return [...flightParts(status), limitPart(status), ...endingParts(status), ...abortedPart(aborted), ...requests];
};

const flightParts = ({ inFlight, queued = 0, tally, today }: Status): readonly Line[] => {
  const { ok } = today ?? tally;
  const count = today?.requests ?? tally.ended;
  return [
    figure("In flight", exactly(inFlight), inFlight > 0 ? "running" : undefined),
    ...(queued === 0 ? [] : [figure("queue", exactly(queued), "warning")]),
    figure("ok", share(ok, count), count > 0 && ok === count ? "ok" : undefined),
  ];
};

const timeParts = ({ tally }: Status): readonly Line[] => [
  figure("p50", waited(tally.p50Ms)),
  figure("p95", waited(tally.p95Ms)),
  figure("TTFT", waited(tally.ttftP50Ms)),
];

const limitPart = ({ today, tally }: Status): Line => {
  const { limited } = today ?? tally;
  return figure("429:", exactly(limited), limited > 0 ? "warning" : undefined);
};

const abortedPart = (aborted: number): readonly Line[] => (aborted > 0 ? [figure("aborted:", exactly(aborted))] : []);

const endingParts = ({ tally, today }: Status): readonly Line[] => {
  const { cut, failed } = today ?? tally;
  return [
    ...(cut > 0 ? [figure("cut:", exactly(cut), "error")] : []),
    ...(failed > 0 ? [figure("failed:", exactly(failed), "error")] : []),
  ];
};

const tokenParts = ({ today }: Status): readonly Line[] => {
  if (today === null) return [line("asking the ledger …", { tone: "muted" })];
  const { inputTokens, outputTokens, cacheReadTokens, cachedShare } = today;
  const cached = cachedShare === null ? "" : ` (${percent(cachedShare)})`;
  const unknown = today.unknownCost === 0 ? "" : ` + ${exactly(today.unknownCost)} unknown`;
  return [
    today.costMicros === null && today.unknownCost > 0
      ? figure("Cost", "unknown", "warning")
      : [...figure("Cost", cost(today)), span(unknown, "warning")],
    [
      span("Tokens ", "muted"),
      ...figure("in", roughly(inputTokens)),
      span("  "),
      ...figure("out", roughly(outputTokens)),
    ],
    figure("cache read", `${roughly(cacheReadTokens)}${cached}`),
  ];
};

const savedParts = (data: Data, { today, tally }: Status): readonly Line[] => {
  const { aborted } = today ?? tally;
  return [
    ...(today === null ? [] : [savedLong(today)]),
    ...budgetPart(data),
    ...hitPart(data),
    ...(today === null || today.cacheBreaks === 0 ? [] : [breaks(today)]),
    ...abortedPart(aborted),
    ...(tally.refused > 0 ? [figure("refused:", exactly(tally.refused))] : []),
  ];
};

/** How full the fullest budget is; where there is little room only when a person should look. */
const budgetPart = (data: Data, onlyIfNear = false): readonly Line[] => {
  const sum = fullestBudget(data);
  if (sum === null || (onlyIfNear && sum.share < sum.warnAt)) return [];
  return [figure("budget", percent(sum.share), meaningOf(sum))];
};

const hitPart = (data: Data): readonly Line[] => {
  const hits = hitsIn(data);
  const [form = []] = hits === null ? [] : hitForms(hits);
  return hits === null ? [] : [[span("HIT ", "muted"), ...form]];
};

type Today = NonNullable<Status["today"]>;

const savedLong = ({ savedTokens, savedMicros }: Today): Line =>
  savedTokens === 0
    ? figure("Saved", "nothing yet", "muted")
    : [
        ...figure("Saved", `${roughly(savedTokens)} tokens`, "saved"),
        span(savedMicros === null ? "" : `, ${money(savedMicros)}`, "saved"),
      ];

const savedPart = ({ savedTokens, savedMicros }: Today): Line =>
  savedTokens === 0
    ? []
    : figure("saved", savedMicros === null ? `${roughly(savedTokens)} tok` : money(savedMicros), "saved");

const breaks = ({ cacheBreaks, cacheBreakMicros }: Today): Line =>
  figure(
    "cache breaks",
    `${exactly(cacheBreaks)}${cacheBreakMicros === null ? "" : `, ${money(cacheBreakMicros)} more`}`,
    "warning",
  );
