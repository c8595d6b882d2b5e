import type { CacheUse } from "./answer-cache.ts";
import type { DialectName } from "./dialect-name.ts";
import type { Exchange, Notes, Plan, Target } from "./exchange.ts";
import { labelOf } from "./label.ts";
import type { ModeChoice } from "./memory.ts";
import type { Decision } from "./routing.ts";
import type { Loss } from "./translation.ts";
import type { Try } from "./tries.ts";

/** Changes of ours to a request, by the feature that made them. */
export type EditCount = { readonly by: string; readonly count: number };

/** How a request was led: what is kept so that people can ask later why it went there. Nothing in it is of a message. */
export type Routed = {
  /** Null = it was refused before anything was decided. */
  readonly decision: Decision | null;
  readonly losses: readonly Loss[];
  readonly edits: readonly EditCount[];
  /** Those before the last; left out where there were none. */
  readonly tries?: readonly Try[];
  /** How its conversation was treated, where somebody has said so; else as everything is by default. */
  readonly memory?: ModeChoice;
  /** Who paid for it, and for how many answers, where that is more than one could tell from the rest. */
  readonly payer?: Payer;
  /** What the cache of answers did; missing = it is off, or the request is none of those it looks at. */
  readonly answer?: CacheUse;
  /** How long it waited for its turn, and for which limit; missing = it went on at once. */
  readonly queued?: { readonly ms: number; readonly limit: string };
  /** Which limit, budget or person stopped it, as the client was told; missing = none did. */
  readonly stopped?: string;
};

/** The client token and the run that a request was sent with; `answers` is 1 but on a WebSocket. */
export type Payer = { readonly token: string | null; readonly label: string | null; readonly answers: number };

/** Of a request of which nothing is known. */
export const notRouted: Routed = { decision: null, losses: [], edits: [] };

/** How an exchange was led; of several tries the latest. */
export const routedOf = (exchange: Pick<Exchange, "plan" | "notes" | "dialect" | "edits">): Routed => {
  const { plan, notes, dialect, edits } = exchange;
  if (plan.targets.length === 0 && plan.decision == null) return { ...notRouted, ...saidStopped(notes) };
  const decision = decisionOf(plan, notes, dialect?.name ?? null);
  return {
    decision,
    losses: notes.losses,
    edits: countsOf(edits),
    ...triesOf(notes),
    ...saidMode(notes.memory),
    ...(notes.answerCache === null ? {} : { answer: notes.answerCache }),
    ...saidQueued(notes.queued),
    ...saidStopped(notes),
  };
};

/** How many answers of the vendor's a request has brought. */
export const answersIn = ({ reported }: Pick<Notes, "reported">): number => Math.max(1, reported?.answers.length ?? 1);

/** Who paid for an exchange, where its row would not tell. */
export const payerOf = ({
  request,
  caller,
  notes,
}: Pick<Exchange, "request" | "caller" | "notes">): Pick<Routed, "payer"> => {
  const [label, { token }, answers] = [labelOf(request), caller(), answersIn(notes)];
  return label === null && token === null && answers === 1 ? {} : { payer: { token, label, answers } };
};

const saidQueued = (queued: Notes["queued"]): Pick<Routed, "queued"> =>
  queued === null || queued.ms === null ? {} : { queued: { ms: Math.round(queued.ms), limit: queued.limit } };

const saidStopped = ({ stopped }: Notes): Pick<Routed, "stopped"> => (stopped === null ? {} : { stopped });

const triesOf = ({ tries }: Notes): Pick<Routed, "tries"> => (tries.length === 0 ? {} : { tries });

/** What is so by default is not worth a place in every row. */
const saidMode = (memory: ModeChoice | null): Pick<Routed, "memory"> =>
  memory === null || (memory.by === "setting" && memory.mode === "shadow") ? {} : { memory };

/** The decision as it was made; where there was none to make, what the plan comes to. */
export const decisionOf = (
  { rule, decision = null, ...plan }: Plan,
  notes: Notes,
  from: Decision["from"],
): Decision | null => {
  if (decision !== null) return decision;
  const target = targetOf(plan, notes.upstream);
  if (target === undefined) return null;
  const { upstream, translateTo = null, model = null } = target;
  const { model: asked } = notes;
  return {
    rule,
    upstream: upstream.name,
    from,
    to: translateTo?.name ?? from,
    asked,
    model: model ?? asked,
    steps: [],
  };
};

/** Where the latest try went. */
export const targetOf = ({ targets }: Pick<Plan, "targets">, upstream: string | null): Target | undefined =>
  targets.find((target) => target.upstream.name === upstream) ?? targets[0];

/** The model that an upstream is asked for: the one the client named, or what that became. */
export const modelThere = ({ plan, notes }: Pick<Exchange, "plan" | "notes">): string | null =>
  targetOf(plan, notes.upstream)?.model ?? notes.model;

/** What an upstream is asked for otherwise than its client asked; see `RequestSummary`. */
export type Sent = { readonly modelSent: string | null; readonly translated: DialectName | null };

/** The same of an exchange; of several tries the latest. */
export const sentOf = ({ plan, notes }: Pick<Exchange, "plan" | "notes">): Sent => {
  const { model = null, translateTo = null } = targetOf(plan, notes.upstream) ?? {};
  return { modelSent: model === notes.model ? null : model, translated: translateTo?.name ?? null };
};

const countsOf = (edits: Exchange["edits"]): readonly EditCount[] => {
  if (edits.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { by } of edits) counts.set(by, (counts.get(by) ?? 0) + 1);
  return [...counts].map(([by, count]) => ({ by, count }));
};
