import type { Reported, ToldAnswer } from "../core/answer.ts";
import type { Dialect, Measure, StreamReader } from "../core/dialect.ts";
import { soundReport } from "../core/reported.ts";
import type { SocketMessage } from "../core/socket.ts";
import { noUsage, type Usage } from "../core/usage.ts";

/** What reads along at a WebSocket whose messages are the events of a stream, one answer after the other. */
export type SocketReading = {
  /** Sees the vendor's next message; gives whether an answer is whole with it. */
  readonly read: (message: SocketMessage) => boolean;
  /** All answers so far as one; null where there was none that could be read. */
  readonly reported: () => Reported | null;
};

/** Larger messages are not read; an answer in full is far smaller. */
const maxLength = 8 * 1024 * 1024;

/** Reads by the streams of this format, whose events have their name inside; null = there is no such format. */
export const socketReading = (dialect: Dialect | null, measure: Measure): SocketReading => {
  const newReader = (): StreamReader | null => dialect?.readStream("text/event-stream", measure) ?? null;
  const encoder = new TextEncoder();
  let whole: Reported | null = null;
  let current: StreamReader | null = null;
  return {
    read: (message) => {
      if (typeof message !== "string" || message.length > maxLength) return false;
      current ??= newReader();
      if (current === null) return false;
      current.read(encoder.encode(asEvent(message)));
      if (current.state() === "open") return false;
      whole = together(whole, soundReport(current.reported()));
      current = null;
      return true;
    },
    reported: () => (current === null ? whole : brokenOff(whole, soundReport(current.reported()))),
  };
};

/** A message as the event that it would be in a stream. */
const asEvent = (message: string): string => {
  const name = /"type"\s*:\s*"([\w.]+)"/.exec(message)?.[1] ?? "message";
  return `event: ${name}\ndata: ${message.replace(/\r?\n/g, "\ndata: ")}\n\n`;
};

/** Several answers as one: their sums, and of all else what the latest says. */
const together = (before: Reported | null, next: Reported): Reported => {
  const answers = withAnswer(before?.answers ?? [], next);
  if (before === null) return { ...next, answers };
  return {
    id: next.id ?? before.id,
    model: next.model ?? before.model,
    usage: sumOf(before.usage, next.usage),
    stop: next.stop ?? before.stop,
    anomalies: before.anomalies + next.anomalies,
    deliveredTokens: before.deliveredTokens + next.deliveredTokens,
    error: before.error ?? next.error,
    serviceTier: next.serviceTier ?? before.serviceTier,
    answers,
  };
};

/** More answers than any conversation has on one WebSocket; the last one then stands for all that follow. */
const maxAnswers = 10_000;

const withAnswer = (answers: readonly ToldAnswer[], { model, usage, serviceTier }: Reported): readonly ToldAnswer[] => {
  if (usage === null) return answers;
  const last = answers.at(-1);
  if (last === undefined || answers.length < maxAnswers) return [...answers, { model, usage, serviceTier }];
  return [...answers.slice(0, -1), { ...last, usage: sumOf(last.usage, usage) }];
};

/** With an answer that is not over: what the vendor counted for the others, and our own count for this one. */
const brokenOff = (before: Reported | null, open: Reported): Reported => {
  const hasBegun = open.id !== null || open.usage !== null || open.deliveredTokens > 0;
  if (before !== null && !hasBegun) return together(before, open); // a word beside the answers
  const counted = before?.usage?.outputTokens ?? before?.deliveredTokens ?? 0;
  const guessed = before === null ? open : { ...open, usage: guessedUsage(before, open) };
  return { ...together(before, guessed), stop: null, deliveredTokens: counted + open.deliveredTokens };
};

/** A conversation is sent again with each turn: the prompt is at least what the turn before was given and said. */
const guessedUsage = ({ answers }: Reported, { usage, deliveredTokens }: Reported): Usage => {
  const { inputTokens = null, outputTokens = null } = answers.at(-1)?.usage ?? {};
  const guess = inputTokens === null ? null : inputTokens + (outputTokens ?? 0);
  const said = usage ?? noUsage;
  const output = Math.max(said.outputTokens ?? 0, deliveredTokens);
  return { ...said, inputTokens: said.inputTokens ?? guess, outputTokens: output };
};

const sumOf = (one: Usage | null, other: Usage | null): Usage | null => {
  if (one === null || other === null) return one ?? other;
  const sum: Record<string, number | null> = { ...noUsage };
  for (const name of Object.keys(noUsage) as (keyof Usage)[]) {
    const [first, second] = [one[name], other[name]];
    sum[name] = first === null || second === null ? (first ?? second) : first + second;
  }
  return sum as Usage; // its keys are those of noUsage
};
