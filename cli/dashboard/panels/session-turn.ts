import { counted, exactly, lasted, money, roughly, timeOfDay, unknown } from "../../output/units.ts";
import { reasonWords } from "../../upstreams/standing.ts";
import { tookMs } from "../data/requests.ts";
import { type Line, line, type Span } from "../frame/line.ts";
import { wrapped } from "../frame/wrap.ts";
import { windowOf as listWindow } from "../lists.ts";
import type { Panel } from "../panel.ts";
import { cachedShare, costOf, outputOf } from "../requests/columns.ts";
import { signOf } from "../requests/sign.ts";
import { sessionId, sessionTold, type Turn, turnsOf } from "../sessions/one.ts";

/** The chosen turn in sentences: what it took, what was lost and what that cost. */
export const sessionTurn: Panel = (state, now, { columns }) => {
  const told = sessionTold(state, sessionId(state) ?? "");
  if (typeof told === "string") return { title: "Turn", lines: [] };
  const turns = turnsOf(state, told);
  const ids = turns.map(({ request }) => request.id);
  const { chosen } = listWindow(state.lists["session"], ids, 1);
  const turn = turns.find(({ request }) => request.id === chosen);
  if (turn === undefined) return { title: "Turn", lines: [] };
  const sentences = [
    ...cacheOf(turn),
    ...sizeOf(turn),
    ...savedOf(turn),
    ...batchOf(turn),
    ...endOf(turn, now),
    ...lastBreak(turns, turn),
  ];
  const lines = sentences.flatMap(([text, tone]) =>
    wrapped(text, columns - 2).map((part): Line => line(` ${part}`, tone === undefined ? {} : { tone })),
  );
  return { title: nameOf(turn), note: timeOfDay(turn.request.startedAt), lines };
};

type Sentence = readonly [text: string, tone?: Span["tone"]];

const nameOf = ({ request: { turn } }: Turn): string =>
  turn === null ? "A call beside the conversation" : `Turn ${turn}`;

const sizeOf = ({ request, before }: Turn): readonly Sentence[] => {
  const { inputTokens, outputTokens, turn } = request;
  if (inputTokens === null && outputTokens === null) return [["How many tokens it took is not known."]];
  const grown = turn === null || inputTokens === null ? null : grownBy(inputTokens, before);
  const read = cachedShare(request);
  const parts = [
    `${roughly(inputTokens)} tokens in${grown === null ? "" : ` (${grown})`}`,
    ...(read === unknown ? [] : [`${read} of them read from the cache`]),
    `${outputOf(request)} out`,
    `${costOf(request) === unknown ? "cost not known" : costOf(request)}`,
  ];
  return [[`${parts.join(", ")}.`]];
};

const grownBy = (tokens: number, before: Turn["before"]): string | null => {
  if (before === null || before.inputTokens === null || before.turn === null) return null;
  const by = tokens - before.inputTokens;
  return `${by < 0 ? "-" : "+"}${roughly(Math.abs(by))} since turn ${before.turn}`;
};

const cacheOf = ({ request: { cacheBreak, cacheBreakMicros } }: Turn): readonly Sentence[] => {
  if (cacheBreak === null) return [];
  const price =
    cacheBreakMicros === null
      ? "what that cost more is not known"
      : `that cost ${money(cacheBreakMicros)} more than reading it would have`;
  return [[`Cache break: ${cacheBreak}; ${price}.`, "error"]];
};

const savedOf = ({ request: { savedTokens, savedMicros } }: Turn): readonly Sentence[] =>
  savedTokens === 0
    ? []
    : [[`The proxy kept ${exactly(savedTokens)} tokens from being sent (${money(savedMicros)} net).`, "saved"]];

const batchOf = ({ request: { prefixBreak, readsLostMicros, extraWritesMicros } }: Turn): readonly Sentence[] => {
  if (prefixBreak === null) return [];
  if (prefixBreak === "undeclared") return [["What had gone out before was changed without a batch.", "error"]];
  const cost = (readsLostMicros ?? 0) + (extraWritesMicros ?? 0);
  const price = cost === 0 ? "" : `; it took ${money(cost)} of what was saved`;
  return [[`A batch changed what had gone out before (${prefixBreak})${price}.`, "saved"]];
};

const endOf = ({ request }: Turn, now: number): readonly Sentence[] => {
  const { outcome, status, error, phase } = request;
  if (outcome === null)
    return [[`Under way for ${lasted(tookMs(request, now) ?? 0)}, ${phase ?? "running"}.`, "running"]];
  const { sign, meaning } = signOf({ outcome, status });
  if (meaning === "ok") return [];
  const why = error === null ? "" : ` ${reasonWords({ reason: error })}`;
  const words: Readonly<Record<string, string>> = {
    "429": "The upstream answered 429: too many requests.",
    CUT: `The answer broke off${why}.`,
    ABT: "The client left before the end.",
    REF: `The proxy refused it${why}.`,
  };
  return [[words[sign] ?? `It ended with ${sign}${why}.`, meaning]];
};

/** Where nothing was lost in this turn: where it was last. */
const lastBreak = (turns: readonly Turn[], chosen: Turn): readonly Sentence[] => {
  if (chosen.request.cacheBreak !== null) return [];
  const broken = turns.filter(({ request }) => request.cacheBreak !== null);
  const last = broken[0]?.request;
  if (last === undefined) return [];
  const at = last.turn === null ? timeOfDay(last.startedAt) : `turn ${last.turn}`;
  const many =
    broken.length === 1 ? "The cache was lost once" : `The cache was lost ${counted(broken.length, "time")}, last`;
  return [[`${many} at ${at}: ${last.cacheBreak ?? ""}.`, "muted"]];
};
