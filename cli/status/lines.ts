import type { Status, UpstreamView } from "../../src/control/contract.ts";
import { meaningOf, spentParts } from "../budget/view.ts";
import type { Context } from "../command.ts";
import type { Paint } from "../output/colour.ts";
import { labelled, wrapped } from "../output/parts.ts";
import {
  bytes,
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
  waited,
} from "../output/units.ts";
import { visible } from "../output/visible.ts";
import { wouldHaveWords } from "../output/would-have.ts";
import { circuitWords, reasonWords, standingMeaning, standingWords } from "../upstreams/standing.ts";
import { elsewhereParts } from "./elsewhere.ts";

/** How the daemon is, on as many lines as the width asks for. */
export const statusLines = (
  { paint, columns, now }: Pick<Context, "paint" | "columns" | "now">,
  status: Status,
  upstreams: readonly UpstreamView[],
): readonly string[] => {
  const { upstream, url, pid, version, uptimeMs, tally, isDraining, generation, warnings } = status;
  const { lost } = status.ledger;
  const state = isDraining ? paint("warning", "stopping") : headWord(upstreams, paint, now());
  const names = upstreams.map((one) => upstreamPart(one, paint, now()));
  return [
    ...wrapped(`> ${upstream}   ${state}`, [url, `up ${lasted(uptimeMs)}`, `pid ${pid}`, version], columns),
    ...(status.isDemo ? labelled(paint("saved", "DEMO"), ["demo data", "nothing leaves this computer"], columns) : []),
    ...labelled("requests", requestParts(status), columns),
    ...(tally.p50Ms === null ? [] : labelled("latency", latencyParts(tally), columns)),
    ...moneyLines(status.today ?? null, columns),
    ...labelledIfAny("budgets", budgetParts(status, paint), columns),
    ...labelledIfAny("memory", wouldHaveWords(status.shadow, " today"), columns),
    ...labelled("upstreams", upstream === "auto" ? ["auto*", ...names] : names, columns),
    ...(generation < 2 ? [] : labelled("config", [`generation ${generation}`, "read again since the start"], columns)),
    ...memoryLines(status, columns),
    ...(status.cache ? labelled("answers", cacheParts(status.cache), columns) : []),
    ...storeLines(status.store ?? null, now(), paint, columns),
    ...daemonLines(status.daemons ?? [], paint, columns),
    ...(status.trace?.isOn ? labelled("traces", traceParts(status.trace), columns) : []),
    ...(status.ledger.elsewhere === undefined
      ? []
      : labelled("ledger", elsewhereParts(status.ledger.elsewhere, paint, now()), columns)),
    ...(lost === 0
      ? []
      : labelled(paint("error", "ledger"), [paint("error", `${exactly(lost)} rows are lost`)], columns)),
    ...labelledIfAny("paranoid", paranoidParts(status, paint), columns),
    ...(warnings.length === 0 ? [] : labelled(paint("warning", "warnings"), warnings.map(visible), 0)),
  ];
};

/** The fullest of them, those that are used up, and what is asked. */
const budgetParts = ({ budgets }: Status, paint: Paint): readonly string[] => {
  const sums =
    budgets?.sums.filter(({ share, isOver }, at) => isOver || share > 0 || at === 0).slice(0, mostBudgets) ?? [];
  const asks = budgets?.asks.length ?? 0;
  return [
    ...sums.map(
      (sum) =>
        `${visible(sum.id)} ${paint(meaningOf(sum), `${Math.floor(sum.share * 100)}%`)} (${spentParts(sum).join(", ")})`,
    ),
    asks === 0 ? "" : paint("warning", `${counted(asks, "request")} asked for: proxy-cli budget`),
  ].filter((part) => part !== "");
};

const mostBudgets = 4;

/** Of a daemon that looks on at itself: how often it saw what must never be. The warnings name what. */
const paranoidParts = ({ violations, delay }: Status, paint: Paint): readonly string[] => {
  if (violations == null) return [];
  const broken = Object.values(violations).reduce((sum, count) => sum + count, 0);
  const late = delay?.p99Ms ?? null;
  return [
    broken === 0 ? paint("ok", "nothing broken") : paint("error", `${counted(broken, "invariant")} broken`),
    late === null ? "" : `99% of pieces went on within ${late} ms`,
  ].filter((part) => part !== "");
};

/** `ok`, or how the one stands that all requests go to: one that is down must not read as `cn ok`. */
const headWord = (upstreams: readonly UpstreamView[], paint: Paint, now: number): string => {
  const current = upstreams.find(({ isCurrent }) => isCurrent);
  if (current === undefined || current.state === "unknown") return paint("ok", "ok");
  return paint(standingMeaning[current.state], standingWords(current, now));
};

/** `cn* ok`, `zai limited 41s`, `openai DOWN 2m05 (connection refused)`; of one that nothing is known of the name alone. */
const upstreamPart = (upstream: UpstreamView, paint: Paint, now: number): string => {
  const { name, isCurrent, state } = upstream;
  const shown = `${visible(name)}${isCurrent ? "*" : ""}`;
  const words = [standingWords(upstream, now), reasonWords(upstream), circuitWords(upstream, now)].filter(
    (part) => part !== "",
  );
  return state === "unknown" ? shown : `${shown} ${paint(standingMeaning[state], words.join(" "))}`;
};

/** Who keeps answers sees it: they lie on the disk as they are. */
const cacheParts = ({ hits, misses, entries, bytes: room }: NonNullable<Status["cache"]>): readonly string[] => [
  "kept on disk",
  `${exactly(entries)} in ${bytes(room)}`,
  hits + misses === 0 ? "" : `${percent(hits / (hits + misses))} given again since start`,
];

/** No line for who is alone by the settings. */
const storeLines = (store: Status["store"] | null, now: number, paint: Paint, columns: number): readonly string[] => {
  if (!store) return [];
  const { state, sinceAt, reason } = store;
  const since = lasted(Math.max(0, now - sinceAt));
  return state === "connected"
    ? labelled("store", [`${paint("ok", "connected")} ${since}`], columns)
    : labelled("store", [paint("warning", `AWAY ${since}`), visible(reason ?? ""), "goes on alone"], columns);
};

/** The others of the same store, and which configuration each of them is at. */
const daemonLines = (daemons: NonNullable<Status["daemons"]>, paint: Paint, columns: number): readonly string[] =>
  daemons.length === 0
    ? []
    : labelled(
        "daemons",
        daemons.map(({ name, generation, differs }) =>
          differs.length === 0
            ? `${visible(name)} (config ${generation})`
            : paint("warning", `${visible(name)} (config ${generation}, other ${differs.join(", ")})`),
        ),
        columns,
      );

/** Nothing of what is so by default: no line for what was never touched. */
const memoryLines = ({ memory, startedAt }: Status, columns: number): readonly string[] => {
  if (!memory || (memory.source === "default" && memory.sessions === 0)) return []; // an older daemon does not say
  const { mode, source, since, sessions } = memory;
  const own = sessions === 0 ? "" : `${counted(sessions, "session")} otherwise`;
  const when = since <= startedAt + settledMs ? "since the start" : `since ${timeOfDay(since)}`;
  return labelled("memory", [mode, when, `by ${source}`, own], columns);
};

/** What was so at the start is dated a moment after it. */
const settledMs = 5000;

const traceParts = ({ hasBodies, written, dropped }: Status["trace"]): readonly string[] => [
  `on, ${hasBodies ? "with" : "without"} prompts and answers`,
  `${exactly(written)} written`,
  dropped === 0 ? "" : `${exactly(dropped)} dropped`,
];

/** Of the day, like tokens and cost; of the time since the start where the ledger does not tell, or an older daemon. */
const requestParts = ({ tally, today, inFlight, queued = 0 }: Status): readonly string[] => {
  const { ok, limited, cut, aborted, failed } = today ?? tally;
  const count = today?.requests ?? tally.ended;
  return [
    count === 0 ? "none yet" : today ? `${exactly(count)} today` : `${exactly(tally.accepted)} since start`,
    `in flight ${inFlight}`,
    queued === 0 ? "" : `queue ${queued}`,
    `ok ${share(ok, count)}`,
    `429: ${limited}`,
    `cut: ${cut}`,
    `aborted: ${aborted}`,
    failed > 0 ? `failed: ${failed}` : "", // an older daemon does not say
    tally.refused === 0 ? "" : `refused: ${tally.refused}`,
  ];
};

/** Nothing where no request has told anything yet: no line of dashes. */
const moneyLines = (today: Status["today"], columns: number): readonly string[] => {
  if (today === null || today.requests === 0) return [];
  const { inputTokens, outputTokens, cachedShare, savedTokens, savedMicros } = today;
  const cached = cachedShare === null ? "" : ` (cached ${percent(cachedShare)})`;
  const tokens = [
    `in ${roughly(inputTokens)}${cached}`,
    `out ${roughly(outputTokens)}`,
    savedTokens === 0 ? "" : `saved ${roughly(savedTokens)}`,
  ];
  const spent = [
    today.costMicros === null ? "unknown" : `${cost(today)} today`,
    today.costMicros === null ? "" : costUnknown(today),
    savedTokens === 0 || savedMicros === null ? "" : `saved ${money(savedMicros)}`,
  ];
  return [
    ...(inputTokens === null && outputTokens === null ? [] : labelled("tokens", tokens, columns)),
    ...labelled("cost", spent, columns),
  ];
};

const labelledIfAny = (label: string, parts: readonly string[], columns: number): readonly string[] =>
  parts.length === 0 ? [] : labelled(label, parts, columns);

/** Unlike the counts above it these are not of the day. */
const latencyParts = ({ p50Ms, p95Ms, ttftP50Ms }: Status["tally"]): readonly string[] => [
  `p50 ${waited(p50Ms)}`,
  `p95 ${waited(p95Ms)}`,
  `first byte ${waited(ttftP50Ms)}`,
  "since start",
];
