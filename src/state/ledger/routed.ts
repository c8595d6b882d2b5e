import type { CacheUse } from "../../core/answer-cache.ts";
import type { ModeChoice } from "../../core/memory.ts";
import { type EditCount, notRouted, type Routed } from "../../core/routed.ts";
import type { Decision, Step } from "../../core/routing.ts";
import type { Loss } from "../../core/translation.ts";
import type { Try } from "../../core/tries.ts";
import { parsedJson } from "../../lib/json.ts";

/** A row must not grow with what somebody writes into a file of rules. */
const most = { steps: 32, losses: 64, edits: 16, tries: 32, characters: 160 } as const;

/** As it lies in the ledger: values in a fixed order, because every row has one. */
type Written = {
  /** Rule, upstream, the two formats, the two models, then the steps. */
  readonly d?: readonly [
    string,
    string,
    Decision["from"],
    Decision["to"],
    string | null,
    string | null,
    readonly (readonly [Step["about"], string, 0 | 1, string])[],
  ];
  readonly l?: readonly (readonly [string, Loss["what"], number, string])[];
  readonly m?: readonly [ModeChoice["mode"], ModeChoice["by"], string];
  readonly e?: readonly (readonly [string, number])[];
  /** Client token, label, how many answers: what budgets are added up by. */
  readonly p?: readonly [string | null, string | null, number];
  /** How long it waited for its turn, and for which limit. */
  readonly q?: readonly [number, string];
  /** What stopped it. */
  readonly s?: string;
  /** What the cache of answers did, and why not more. */
  readonly a?: WrittenAnswer;
  /** Upstream, key, model, what became of it, one word, a few words, then when, how long it took and how long was waited. */
  readonly t?: readonly (readonly [
    string,
    string | null,
    string | null,
    Try["what"],
    string,
    string,
    readonly [number, number, number],
  ])[];
};

/** A hit: its key, its age, whether it waited for another, then tokens in and out and micro-dollars that were avoided. */
type WrittenAnswer =
  | readonly ["hit", string, number, 0 | 1, readonly [number | null, number | null, number | null]]
  | readonly ["miss", string, string | null]
  | readonly ["bypass", string];

/** How a request was led as the ledger keeps it, with its bounds; null = there is nothing to keep. */
export const writtenRouted = ({
  decision,
  losses,
  edits,
  memory,
  payer,
  queued,
  stopped,
  answer,
  tries = [],
}: Routed): string | null => {
  const isEmpty = decision === null && losses.length === 0 && edits.length === 0 && tries.length === 0;
  if (isEmpty && [memory, payer, queued, stopped, answer].every((part) => part === undefined)) return null;
  const written: Written = {
    ...(decision === null ? {} : { d: writtenDecision(decision) }),
    ...(losses.length === 0 ? {} : { l: losses.slice(0, most.losses).map(writtenLoss) }),
    ...(edits.length === 0
      ? {}
      : { e: edits.slice(0, most.edits).map(({ by, count }) => [short(by), count] as const) }),
    ...(tries.length === 0 ? {} : { t: tries.slice(0, most.tries).map(writtenTry) }),
    ...(memory === undefined ? {} : { m: [memory.mode, memory.by, short(memory.why)] as const }),
    ...(payer === undefined ? {} : { p: [payer.token, payer.label, payer.answers] as const }),
    ...(answer === undefined ? {} : { a: writtenAnswer(answer) }),
    ...(queued === undefined ? {} : { q: [queued.ms, short(queued.limit)] as const }),
    ...(stopped === undefined ? {} : { s: short(stopped) }),
  };
  return JSON.stringify(written);
};

const writtenAnswer = (use: CacheUse): WrittenAnswer => {
  if (use.state === "bypass") return ["bypass", short(use.why)];
  if (use.state === "miss") return ["miss", use.key, use.why === null ? null : short(use.why)];
  const { key, ageMs, joined, avoided } = use;
  const { inputTokens, outputTokens, costMicros } = avoided;
  return ["hit", key, Math.round(ageMs), joined ? 1 : 0, [inputTokens, outputTokens, costMicros]];
};

const readAnswer = (written: WrittenAnswer): CacheUse => {
  if (written[0] === "bypass") return { state: "bypass", why: written[1] };
  if (written[0] === "miss") return { state: "miss", key: written[1], why: written[2] };
  const [state, key, ageMs, joined, [inputTokens, outputTokens, costMicros]] = written;
  return { state, key, ageMs, joined: joined === 1, avoided: { inputTokens, outputTokens, costMicros } };
};

const writtenDecision = ({ rule, upstream, from, to, asked, model, steps }: Decision): NonNullable<Written["d"]> => [
  short(rule),
  upstream,
  from,
  to,
  asked === null ? null : short(asked),
  model === null ? null : short(model),
  steps.slice(0, most.steps).map((step) => [step.about, short(step.rule), step.isTaken ? 1 : 0, short(step.why)]),
];

const writtenLoss = ({ rule, what, count, why }: Loss): NonNullable<Written["l"]>[number] => [
  short(rule),
  what,
  count,
  short(why),
];

const writtenTry = (tried: Try): NonNullable<Written["t"]>[number] => [
  tried.upstream,
  tried.key,
  tried.model === null ? null : short(tried.model),
  tried.what,
  tried.reason,
  short(tried.why),
  [Math.round(tried.atMs), Math.round(tried.tookMs), Math.round(tried.waitedMs)],
];

const short = (text: string): string =>
  text.length <= most.characters ? text : `${text.slice(0, most.characters - 1).toWellFormed()}…`;

/** What a row tells of how its request was led; nothing where it is older than that, or none of ours. */
export const readRouted = (text: string | null): Routed => {
  const written = text === null ? undefined : parsedJson(text);
  if (typeof written !== "object" || written === null) return notRouted;
  try {
    const { d, l = [], e = [], m, p, a, q, s, t } = written as Written; // what `writtenRouted` wrote; anything else throws below
    return {
      decision: d === undefined ? null : readDecision(d),
      losses: l.map(([rule, what, count, why]): Loss => ({ rule, what, count, why })),
      edits: e.map(([by, count]): EditCount => ({ by, count })),
      ...(t === undefined ? {} : { tries: t.map(readTry) }),
      ...(m === undefined ? {} : { memory: { mode: m[0], by: m[1], why: m[2] } }),
      ...(p === undefined ? {} : { payer: { token: p[0], label: p[1], answers: p[2] } }),
      ...(a === undefined ? {} : { answer: readAnswer(a) }),
      ...(q === undefined ? {} : { queued: { ms: q[0], limit: q[1] } }),
      ...(s === undefined ? {} : { stopped: s }),
    };
  } catch {
    return notRouted;
  }
};

const readTry = ([upstream, key, model, what, reason, why, [atMs, tookMs, waitedMs]]: NonNullable<
  Written["t"]
>[number]): Try => ({ upstream, key, model, what, reason, why, atMs, tookMs, waitedMs });

const readDecision = ([rule, upstream, from, to, asked, model, steps]: NonNullable<Written["d"]>): Decision => ({
  ...{ rule, upstream, from, to, asked, model },
  steps: steps.map(([about, looked, isTaken, why]): Step => ({ about, rule: looked, isTaken: isTaken === 1, why })),
});
