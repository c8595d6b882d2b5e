import type { Held } from "../core/budget.ts";
import { countedAt } from "../core/count-path.ts";
import { ProxyError } from "../core/errors.ts";
import type { Exchange } from "../core/exchange.ts";
import type { MiddlewareMaker, Next } from "../core/middleware.ts";
import { isOfConversation } from "../core/session.ts";
import { letInSomewhere, type Moving, without } from "../routing/moving-on.ts";
import { ofRule } from "../routing/tried.ts";
import type { Answered, Question } from "../state/budgets/asks.ts";
import type { Budgets, Estimate } from "../state/budgets/index.ts";
import type { Sessions } from "../state/sessions/index.ts";

/** What budgets are kept with. */
export type BudgetServices = Moving & {
  readonly budget: {
    readonly budgets: Pick<Budgets, "isIdle" | "needsSession" | "spender" | "enter" | "wouldHold" | "goesOn" | "words">;
    /** What a request may take, guessed before it goes out. */
    readonly estimate: (exchange: Exchange) => Estimate;
    /** What the answers on a WebSocket have come to; null = none is whole yet. */
    readonly soFar: (exchange: Exchange) => (Estimate & { readonly answers: number }) | null;
    /** Asks a person, and waits for the answer. */
    readonly ask: (exchange: Exchange, question: Pick<Question, "about" | "why">) => Promise<Answered>;
    /** What a request says of its own budget; throws `invalid_request`. */
    readonly capIn: (headers: Headers) => number | null;
  };
  readonly sessions: Pick<Sessions, "find">;
};

/**
 * Stops what costs more than it may, or asks first. What costs nothing passes, and where another target may be asked to
 * which no used-up budget belongs the request goes there.
 */
export const budget: MiddlewareMaker<BudgetServices> = {
  name: "budget",
  isOptional: true,
  create: (services) => (exchange, next) =>
    services.budget.budgets.isIdle() && !exchange.request.headers.has("x-proxy-budget")
      ? next()
      : kept(exchange, next, services),
};

type Services = BudgetServices["budget"];

const kept = async (exchange: Exchange, next: Next, services: BudgetServices): Promise<Response> => {
  const { budget, sessions } = services;
  const { budgets, capIn } = budget;
  const cap = capIn(exchange.request.headers);
  if (!mayCost(exchange)) return next();
  const { label } = budgets.spender(exchange);
  if (budgets.needsSession({ label, cap }) && isOfConversation(exchange)) await sessions.find(exchange);
  for (;;) {
    const held = await entered(exchange, services);
    if (held === null) break;
    await allowed(exchange, held, budget);
  }
  watchAnswers(exchange, budget);
  const answer = await next();
  const words = budgets.words(exchange);
  if (words !== null && exchange.upgrade === null) answer.headers.set("x-proxy-budget", words);
  return answer;
};

/** Null = it is counted at the first of its targets that no budget stands in the way of, and goes there. */
const entered = async (exchange: Exchange, services: BudgetServices): Promise<Held | null> => {
  const { budgets, estimate } = services.budget;
  const wish = estimate(exchange);
  if (exchange.plan.targets.length < 2) return budgets.enter(exchange, wish);
  const held = await letInSomewhere(
    exchange,
    (target) => budgets.enter(exchange, wish, target),
    ({ error }) => ofRule("budget", error),
    services,
  );
  if (held === null) await leaveOut(exchange, budgets);
  return held;
};

/** What else could be tried is left out where its budget is used up. */
const leaveOut = async (exchange: Exchange, budgets: Services["budgets"]): Promise<void> => {
  for (const target of exchange.plan.targets.slice(1)) {
    const held = await budgets.wouldHold(exchange, target);
    if (held !== null) exchange.plan = without(exchange.plan, target, held.error.message);
  }
};

/** Resolves where a person lets it go on; else throws. */
const allowed = async (exchange: Exchange, held: Held, { ask }: Services): Promise<void> => {
  if (held.onOver === "stop") throw held.error;
  exchange.keepOpen(); // a connection on which nothing happens would be closed meanwhile
  const answered = await ask(exchange, { about: held.about, why: held.why });
  if (answered === "allowed") return;
  if (answered === "left") throw new ProxyError("client_left", "The client left while a person was asked.");
  if (answered === "late")
    throw new ProxyError("budget_exceeded", `${held.error.message} Nobody has allowed more in time.`, {
      hint: held.error.hint ?? "",
    });
  throw new ProxyError("stopped_by_user", `${held.error.message} It was stopped in the proxy.`, {
    hint: held.error.hint ?? "",
  });
};

/** Lists, files and counts of tokens cost nothing; whatever else is sent may. */
const mayCost = ({ request, upgrade, path }: Exchange): boolean =>
  upgrade !== null || (request.method === "POST" && countedAt(path) === null);

/** On a WebSocket one request is a whole conversation: each answer counts when it is whole. */
const watchAnswers = (exchange: Exchange, { budgets, soFar }: Services): void => {
  if (exchange.upgrade === null) return;
  exchange.onAnswer.push(async () => {
    const come = soFar(exchange);
    return come === null ? null : ((await budgets.goesOn(exchange, come))?.error ?? null);
  });
};
