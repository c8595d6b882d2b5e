import type { Exchange } from "../../core/exchange.ts";
import { removedBy } from "../../core/memory.ts";
import type { Outcome } from "../../core/outcome.ts";
import { modelThere } from "../../core/routed.ts";
import type { CacheTruth } from "../../core/session.ts";
import type { Usage } from "../../core/usage.ts";
import { asForwarded, batchWords } from "../../meter/cache-truth/changed.ts";
import { cacheTruth } from "../../meter/cache-truth/index.ts";
import type { ToldInput } from "../../meter/estimate.ts";
import { unlearnedTokens } from "../../meter/tokens/size.ts";
import type { Book } from "./book.ts";
import type { Part } from "./find.ts";
import { addAnswer } from "./record.ts";

/** What an exchange would have cost with this usage, in micro-dollars; null = nobody knows. */
export type Priced = (usage: Usage) => number | null;

/** Keeps in a session what its request took; gives what became of the prompt, null where nobody can tell. */
export const settle = (
  exchange: Exchange,
  { code, status }: Outcome,
  { found, mark, prompt, input }: Part,
  book: Book,
  costMicros: Priced,
): CacheTruth | null => {
  if (found === null) return null;
  const { session, thread } = found;
  const { notes, startedAt } = exchange;
  const { reported, bill, upstream } = notes;
  const model = modelThere(exchange);
  const isAnswered = code === "--" && (status ?? 0) < 400;
  if (mark !== null) {
    mark.isRunning = false;
    mark.hasFailed = !isAnswered;
  }
  const cost = bill?.costMicros ?? null;
  const { totals } = session;
  if (notes.answerCache?.state !== "hit")
    session.last = { upstream, model: reported?.model ?? model, usage: reported?.usage ?? bill?.usage ?? null };
  session.totals = {
    costMicros: totals.costMicros + (cost ?? 0),
    unknownCosts: totals.unknownCosts + (cost === null ? 1 : 0),
  };
  if (reported?.id) book.addAnswer(session, reported.id, addAnswer(session, reported.id));
  const asked = model ?? reported?.model ?? null;
  thread.told = toldInput(exchange, input) ?? thread.told;
  if (!isAnswered || prompt === null || upstream === null || asked === null) return null;
  const { forwarded } = notes;
  const out = asForwarded(prompt, forwarded?.changes ?? []); // a vendor caches what it got, not what the client sent
  const now = { upstream, model: asked, at: startedAt, prompt: out, usage: reported?.usage ?? null };
  const batch = forwarded === null ? null : batchWords(forwarded);
  const truth = cacheTruth({ now, before: thread.sent, batch, costMicros });
  book.addSent(thread, now);
  return truth;
};

/** The input of this request where its vendor has counted it and all of it has been measured here. */
const toldInput = (exchange: Exchange, input: Part["input"]): ToldInput | null => {
  const { bill, forwarded, upstream } = exchange.notes;
  const model = modelThere(exchange);
  const reported = bill?.kind === "reported" ? bill.usage.inputTokens : null;
  if (reported === null || input === null || input.isContinued || removedBy(forwarded) !== 0) return null;
  return upstream === null || model === null
    ? null
    : { upstream, model, reported, unlearned: unlearnedTokens(input.size, model) };
};
