import type { RequestDetail } from "../../src/control/contract.ts";
import { failureWords } from "../../src/core/failure-words.ts";
import type { Paint } from "../output/colour.ts";
import { signOf } from "../output/ending.ts";
import { decidingSteps, editText, formatsText, type Led, lossText, modelsText, tryText } from "../output/led.ts";
import { cost, counted, dayAndTime, exactly, money, roughly, timeOfDay, unknown, waited } from "../output/units.ts";
import { visible } from "../output/visible.ts";

type Setting = { readonly paint: Paint; readonly now: number };
type Decision = NonNullable<Led["decision"]>;
type Answered = NonNullable<Led["answer"]>;

/** Why a request went where it went, told from its coming to its bill. */
export const toldWhy = (detail: RequestDetail, setting: Setting): readonly string[] => [
  head(detail, setting),
  "",
  ...labelled("came", cameLines(detail)),
  ...labelled("looked at", lookedAt(detail, setting)),
  ...labelled("decided", decidedLines(detail)),
  ...labelled("waited", waitedLines(detail)),
  ...labelled("cache", answerLines(detail)),
  ...labelled("went", wentLines(detail)),
  ...labelled("lost", lostLines(detail)),
  ...labelled("memory", memoryLines(detail)),
  ...labelled(
    "changed",
    detail.routed.edits.map((edit) => visible(editText(edit))),
  ),
  ...labelled("tried", triedLines(detail)),
  ...labelled(
    "remarked",
    detail.remarks.map(({ by, text }) => visible(`${by}: ${text}`)),
  ),
  ...labelled("cost", costLines(detail)),
];

const width = 11;

const labelled = (label: string, lines: readonly string[]): readonly string[] =>
  lines.map((line, at) => `${(at === 0 ? label : "").padEnd(width)}${line}`);

/** `r_0mi8…   today 14:02:11   200   1.8 s`. */
const head = ({ summary, running }: RequestDetail, { paint, now }: Setting): string => {
  const { id, startedAt } = summary ?? running ?? { id: "", startedAt: now };
  const day = dayAndTime(startedAt, now).replace(/ ?\S+$/, "");
  const ending = summary === null ? "under way" : endingText(summary, paint);
  return [paint("heading", id), `${day} ${timeOfDay(startedAt)}`, ending].join("   ");
};

const endingText = (summary: NonNullable<RequestDetail["summary"]>, paint: Paint): string => {
  const { sign, meaning } = signOf(summary);
  const error = summary.error === null ? "" : ` ${summary.error}`;
  return `${paint(meaning, sign)}${error} after ${waited(summary.durationMs)}`;
};

const joined = (...parts: readonly (string | null)[]): string =>
  parts.filter((part) => part !== null && part !== "").join("   ");

const cameLines = ({ summary, running, routed }: RequestDetail): readonly string[] => {
  const known = summary ?? running;
  if (known === null) return [];
  const { client, method, path, dialect, model } = known;
  const from = routed.decision?.from ?? dialect;
  const input = summary?.inputTokens ?? null;
  return [
    joined(
      visible(client ?? "a program that does not say its name"),
      `${method} ${visible(path)}`,
      from === null ? "no chat: passed on as it came" : `${from} format`,
      model === null ? null : visible(model),
      input === null ? null : `${roughly(input)} ${input === 1 ? "token" : "tokens"}`,
    ),
  ];
};

const waitedLines = ({ running, routed: { queued } }: RequestDetail): readonly string[] => {
  const queue = running?.queue;
  if (queue !== undefined) return [`it waits for its turn: place ${queue.place}, limit "${visible(queue.limit)}"`];
  return queued === undefined || queued.ms < 1
    ? []
    : [`${waited(queued.ms)} for its turn, limit "${visible(queued.limit)}"`];
};

/** Every step in its order; those that had a say are marked. */
const lookedAt = ({ routed: { decision } }: RequestDetail, { paint }: Setting): readonly string[] => {
  const steps = decision?.steps ?? [];
  const widest = Math.min(32, Math.max(0, ...steps.map(({ rule }) => rule.length)));
  return steps.map(({ rule, why, isTaken }) => {
    const line = `${isTaken ? ">" : " "} ${visible(rule).padEnd(widest)}   ${visible(why)}`;
    return isTaken ? line : paint("muted", line);
  });
};

const decidedLines = ({ summary, rule, routed: { decision } }: RequestDetail): readonly string[] => {
  if (decision === null) return [undecided(summary, rule)];
  const deciding = decidingSteps(decision).filter(({ rule: one }) => one !== decision.rule);
  const also = deciding.length === 0 ? "" : `, then ${deciding.map((step) => visible(step.rule)).join(", ")}`;
  return [`by ${visible(decision.rule)}${also}`];
};

const undecided = (summary: RequestDetail["summary"], rule: string | null): string => {
  if (summary?.upstream == null) return "not at all: it was refused before that";
  if (rule !== null) return `by ${visible(rule)}`;
  return "how is not known any more: it is older than this version, or no ledger is kept";
};

/** It was decided where it goes, and then it was not let go there. */
const wasStopped = ({ upstream, attempts, outcome }: NonNullable<RequestDetail["summary"]>): boolean =>
  upstream !== null && attempts === 0 && /^[PpR]/.test(outcome);

const wentLines = ({
  summary,
  running,
  url,
  routed: { decision, stopped, answer },
}: RequestDetail): readonly string[] => {
  const { upstream = null, provider = null } = summary ?? running ?? {};
  if (summary !== null && wasStopped(summary))
    return [`nowhere: ${visible(stopped ?? failureWords(summary.error ?? "internal"))}`];
  if (upstream === null) return [answer?.state === "hit" ? "nowhere: it was answered from the cache" : "nowhere"];
  const vendor = provider === null || provider === upstream ? "" : ` (${provider})`;
  const place = joined(`${visible(upstream)}${vendor}`, url === null ? null : visible(url));
  return decision === null ? [place] : [place, joined(formatLine(decision), modelLine(decision))];
};

/** What the cache of answers did. */
const answerLines = ({ summary, routed: { answer } }: RequestDetail): readonly string[] => {
  switch (answer?.state) {
    case undefined:
      return [];
    case "bypass":
      return [`passed by: ${visible(answer.why)}`];
    case "miss":
      return [`miss, ${summary === null ? "not answered yet" : keptText(answer)}`];
    case "hit":
      return [hitText(answer)];
    default:
      return answer satisfies never;
  }
};

const keptText = ({ key, why }: Answered & { readonly state: "miss" }): string =>
  why === null ? `then kept: ${keyText(key)}` : `and not kept: ${visible(why)}`;

const hitText = ({ key, ageMs, joined: isShared, avoided }: Answered & { readonly state: "hit" }): string => {
  const { inputTokens, outputTokens, costMicros } = avoided;
  return joined(
    isShared ? "hit, with the answer to another request that was the same" : `hit, ${waited(ageMs)} old`,
    keyText(key),
    `avoided ${roughly((inputTokens ?? 0) + (outputTokens ?? 0))} tokens`,
    costMicros === null ? null : money(costMicros),
  );
};

/** The command that shows it; so much of a key is its own. */
const keyText = (key: string): string => `proxy-cli cache get ${key.slice(0, 16)}`;

const formatLine = (decision: Decision): string | null => {
  const formats = formatsText(decision);
  if (formats === null) return "not read: passed on as it came";
  return decision.from === decision.to ? `in ${formats}, as it came` : `translated ${formats}`;
};

const modelLine = (decision: Decision): string | null => {
  const models = modelsText(decision);
  return models === null ? null : `model ${visible(models)}`;
};

const lostLines = ({ routed: { decision, losses } }: RequestDetail): readonly string[] => {
  if (losses.length > 0) return losses.map((loss) => visible(lossText(loss)));
  return decision === null || decision.from === decision.to ? [] : ["nothing: all of it could be translated"];
};

/** How much of its conversation was to be left out, and who said so; nothing where that is so by default. */
const memoryLines = ({ routed: { memory } }: RequestDetail): readonly string[] => {
  if (memory === undefined) return [];
  const { mode, by, why } = memory;
  return [by === "stopped" ? `${mode} for all, by ${visible(why)}` : `${mode}, by ${visible(why)}`];
};

/** Every try before the last, and what came of that one. */
const triedLines = ({ summary, attempts, routed: { tries = [] } }: RequestDetail): readonly string[] => {
  if (tries.length === 0) return attempts > 1 ? [`${counted(attempts, "time")}; this was the last`] : [];
  const last =
    summary?.upstream == null ? [] : [`${summary.upstream}  ${summary.error ?? summary.status ?? "no answer"}`];
  return [...tries.map(tryText), ...last].map(visible);
};

const costLines = (detail: RequestDetail): readonly string[] => {
  const { summary, cache } = detail;
  if (summary === null) return [];
  const { costMicros, costKind, savedTokens, savedMicros } = summary;
  const parts = detail.costLines.map(({ what, count, micros }) => `${what} ${exactly(count)} ${money(micros)}`);
  const bill = cost({ costMicros, estimatedCost: costKind === "estimated" ? 1 : 0 });
  return [
    costMicros === null ? "not known" : joined(bill, parts.join(", ")),
    ...(cache?.why == null ? [] : [`the vendor's cache was lost: ${visible(cache.why)}   ${extra(cache.costMicros)}`]),
    ...(savedTokens === 0 ? [] : [`left out: ${roughly(savedTokens)} tokens   ${money(savedMicros)} saved`]),
    ...editLines(detail),
  ];
};

/** So many pieces are named. */
const mostEdits = 12;

const editLines = ({ edits }: RequestDetail): readonly string[] => [
  ...edits
    .slice(0, mostEdits)
    .map(
      ({ source, by, before, after, ids }) =>
        `  ${visible(source)}: ${roughly(before)} -> ${roughly(after)} tokens by ${by.map(visible).join(", ")}${ids.length === 0 ? "" : `   proxy-cli memory show ${ids.join(" ")}`}`,
    ),
  ...(edits.length > mostEdits ? [`  and ${edits.length - mostEdits} more`] : []),
];

const extra = (micros: number | null): string => (micros === null ? unknown : `${money(micros)} more`);
