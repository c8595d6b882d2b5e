import { capIn } from "../budgets/cap.ts";
import type { LoopRule } from "../budgets/loops.ts";
import type { Values } from "../config/schema.ts";
import { ProxyError } from "../core/errors.ts";
import type { Exchange } from "../core/exchange.ts";
import { noUsage } from "../core/usage.ts";
import { anyGlob } from "../lib/glob.ts";
import type { BudgetServices } from "../middleware/budget.ts";
import type { LoopServices } from "../middleware/loops.ts";
import type { Surroundings } from "./surroundings.ts";

type Around = Pick<Surroundings, "stops" | "meter" | "underWay" | "timescale">;

/** What requests are stopped with that cost too much or go round in circles, under one configuration. */
export const stoppingOf = (
  values: Values,
  around: Around,
): Pick<BudgetServices, "budget"> & Pick<LoopServices, "loops"> => {
  const { stops, meter } = around;
  const ask = askingIn(values["budget.pause_ms"] * around.timescale, around);
  return {
    budget: {
      ...{ budgets: stops.budgets, ask, capIn },
      estimate: (exchange) => estimateOf(exchange, meter),
      soFar: (exchange) => soFarOf(exchange, meter),
    },
    loops: loopsOf(values, stops, ask),
  };
};

type Ask = BudgetServices["budget"]["ask"];

/** Asks a person; it can be cancelled as what has gone out can, and a daemon that stops does not wait for it. */
const askingIn =
  (waitMs: number, { stops, underWay }: Around): Ask =>
  async (exchange, question) => {
    const over = new AbortController();
    const waiting = {
      id: exchange.id,
      breakOff: (reason: ProxyError) => over.abort(reason),
      drain: () => over.abort(draining()),
    };
    underWay.add(waiting);
    try {
      const { client, request, notes } = exchange;
      const signal = AbortSignal.any([request.signal, over.signal]);
      const about = { ...question, client, model: notes.model, session: notes.session?.id ?? null };
      const answered = await stops.asks.ask(about, waitMs, signal);
      over.signal.throwIfAborted();
      return answered;
    } finally {
      underWay.delete(waiting);
    }
  };

/** Who only warns looks when a request has gone out. */
const loopsOf = (values: Values, { loops }: Around["stops"], ask: Ask): LoopServices["loops"] => {
  const [rule, onLoop] = [loopRuleIn(values), values["loops.on_loop"]];
  if (rule === null || onLoop === "warn") return null;
  const least = Math.max(1, Math.min(...[rule.sameCall, rule.sameRequest].filter((times) => times > 0)));
  return {
    ...{ onOver: onLoop, ask, find: loops.in },
    isAllowed: (session, { times }) => times < least * (1 + loops.allowed(session)),
  };
};

const draining = (): ProxyError =>
  new ProxyError("draining", "The proxy is being stopped.", { hint: "Send the request again." });

/** What counts as a loop; null = nothing does. */
export const loopRuleIn = (values: Values): LoopRule | null => {
  const [sameCall, sameRequest] = [values["loops.same_call"], values["loops.same_request"]];
  if (sameCall === 0 && sameRequest === 0) return null;
  const { fits } = anyGlob(values["loops.ignore"]);
  return {
    ...{ sameCall, sameRequest, ofLast: values["loops.of_last"] },
    ignores: ({ name, label }) => fits(name) || fits(label),
  };
};

/** Of English text and of JSON, about; a picture is no text, and no guess is larger than this. */
const bytesPerToken = 4;
const mostGuessed = 200_000;

/** As much as an answer usually has; nobody knows before. */
const guessedOutput = 1000;

const estimateOf = (exchange: Exchange, meter: Pick<Surroundings["meter"], "cost">) => {
  const inputTokens = Math.min(mostGuessed, Math.ceil(heldBytes(exchange) / bytesPerToken));
  const usage = { ...noUsage, inputTokens, outputTokens: guessedOutput };
  return { dollars: meter.cost(exchange, usage) ?? 0, tokens: inputTokens + guessedOutput };
};

const heldBytes = ({ body, notes }: Exchange): number => (body.kind === "held" ? body.bytes.length : notes.bytesIn);

const soFarOf = (exchange: Exchange, { costOfAnswers }: Pick<Surroundings["meter"], "costOfAnswers">) => {
  const { reported } = exchange.notes;
  if (reported === null || reported.answers.length === 0) return null;
  const { inputTokens, outputTokens } = reported.usage ?? noUsage;
  return {
    dollars: costOfAnswers(exchange, reported.answers) ?? 0,
    tokens: (inputTokens ?? 0) + (outputTokens ?? 0),
    answers: reported.answers.length,
  };
};
