import type { Held } from "../core/budget.ts";
import { countedAt } from "../core/count-path.ts";
import { ProxyError } from "../core/errors.ts";
import type { Exchange } from "../core/exchange.ts";
import type { MiddlewareMaker, Next } from "../core/middleware.ts";
import { isOfConversation } from "../core/session.ts";
import type { Answered, Question } from "../state/budgets/asks.ts";
import type { Budgets, Estimate } from "../state/budgets/index.ts";
import type { Sessions } from "../state/sessions/index.ts";

/** What budgets are kept with. */
export type BudgetServices = {
  readonly budget: {
    readonly budgets: Pick<Budgets, "isIdle" | "needsSession" | "spender" | "enter" | "goesOn" | "words">;
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

/** Stops what costs more than it may, or asks first. What costs nothing passes. */
export const budget: MiddlewareMaker<BudgetServices> = {
  name: "budget",
  isOptional: true,
  create:
    ({ budget: services, sessions }) =>
    (exchange, next) =>
      services.budgets.isIdle() && !exchange.request.headers.has("x-proxy-budget")
        ? next()
        : kept(exchange, next, services, sessions),
};

type Services = BudgetServices["budget"];

const kept = async (
  exchange: Exchange,
  next: Next,
  services: Services,
  sessions: BudgetServices["sessions"],
): Promise<Response> => {
  const { budgets, capIn, estimate } = services;
  const cap = capIn(exchange.request.headers);
  if (!mayCost(exchange)) return next();
  const { label } = budgets.spender(exchange);
  if (budgets.needsSession({ label, cap }) && isOfConversation(exchange)) await sessions.find(exchange);
  for (;;) {
    const held = await budgets.enter(exchange, estimate(exchange));
    if (held === null) break;
    await allowed(exchange, held, services);
  }
  watchAnswers(exchange, services);
  const answer = await next();
  const words = budgets.words(exchange);
  if (words !== null && exchange.upgrade === null) answer.headers.set("x-proxy-budget", words);
  return answer;
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
