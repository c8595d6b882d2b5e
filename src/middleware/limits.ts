import type { Exchange, Target } from "../core/exchange.ts";
import type { MiddlewareMaker } from "../core/middleware.ts";
import type { Outcome } from "../core/outcome.ts";
import { callerName, type Rate, subjectOf, tokenBounds } from "../limits/bounds.ts";
import type { Gate } from "../limits/gate.ts";
import type { Full, Took, Wish } from "../limits/limiter.ts";
import { overLimit } from "../limits/refusals.ts";
import { type Filled, roomHeaders } from "../limits/room-left.ts";
import type { RoomRules, Waiter } from "../limits/waiting-room.ts";
import { letInSomewhere, type Moving } from "../routing/moving-on.ts";
import { ofRule } from "../routing/tried.ts";

/** What limits are kept with. */
export type LimitsServices = Moving & {
  readonly rates: readonly Rate[];
  readonly queue: RoomRules;
  readonly gate: Pick<Gate, "enter" | "enterNow" | "leave" | "placeOf">;
  /** How many input tokens a request has, by our own estimate. */
  readonly estimateInput: (exchange: Exchange) => number;
  /** A request begins to wait, and can be told to end; gives what is called when it waits no longer. */
  readonly beginsToWait: (id: string) => () => void;
  readonly now: () => number;
};

/**
 * Lets as many requests through as limits allow. The others go to another target of theirs at once where no limit stands in
 * the way; else they wait for their turn or are refused.
 */
export const limits: MiddlewareMaker<LimitsServices> = {
  name: "limits",
  isOptional: true,
  create: (services) => (exchange, next) =>
    services.rates.length === 0 && exchange.token() !== "right" ? next() : limited(exchange, services, next),
};

const limited = async (
  exchange: Exchange,
  services: LimitsServices,
  next: () => Promise<Response>,
): Promise<Response> => {
  let filled: readonly Filled[] = [];
  const onTaken = (taken: readonly Filled[]): void => {
    filled = taken;
  };
  await pass(exchange, { ...services, onTaken });
  const answer = await next();
  if (answer.status === 101) return answer;
  const { queued } = exchange.notes;
  if (queued?.ms != null) answer.headers.set("x-proxy-queued-ms", String(Math.round(queued.ms)));
  for (const [name, value] of roomHeaders(filled, services.now())) answer.headers.set(name, value);
  return answer;
};

type Asking = LimitsServices & Required<Pick<Wish, "onTaken">>;

/** Throws what `Gate.enter` throws. */
const pass = async (exchange: Exchange, services: Asking): Promise<void> => {
  const { gate, now } = services;
  const [first] = exchange.plan.targets;
  if (first === undefined) return;
  const wish = (await atOnce(exchange, services)) ?? (await inTurn(exchange, first, services));
  if (wish.bounds.length === 0) return;
  const at = now();
  void exchange.outcome.then((outcome) => gate.leave(wish, tookOf(exchange, outcome), at));
};

/** Goes to the first of several targets that has room, and takes it; null = none has, or there is only one. */
const atOnce = async (exchange: Exchange, services: Asking): Promise<Wish | null> => {
  if (exchange.plan.targets.length < 2) return null;
  const entered: Wish[] = [];
  const standsInTheWay = async (target: Target): Promise<Full | null> => {
    const waiter = waiterAt(exchange, target, services);
    const full = waiter.bounds.length === 0 ? null : await services.gate.enterNow(waiter);
    if (full === null) entered.push(waiter);
    return full;
  };
  await letInSomewhere(exchange, standsInTheWay, (full) => ofRule("limit", overLimit(full)), services);
  return entered[0] ?? null;
};

const inTurn = async (exchange: Exchange, target: Target, services: Asking): Promise<Wish> => {
  const { gate, queue, tick } = services;
  const { id, notes } = exchange;
  const waiter = waiterAt(exchange, target, services);
  if (waiter.bounds.length === 0) return waiter;
  let waitsNoLonger = (): void => undefined;
  await gate
    .enter(waiter, queue, ({ bound: { limit } }) => {
      exchange.keepOpen(); // the listener gives up on what is quiet for longer
      notes.queued = { limit, sinceTick: tick(), ms: null, place: () => gate.placeOf(id) };
      waitsNoLonger = services.beginsToWait(id);
    })
    .finally(() => {
      waitsNoLonger();
      if (notes.queued !== null) notes.queued = { ...notes.queued, ms: tick() - notes.queued.sinceTick };
    });
  return waiter;
};

/** What a request needs to have to go to a target. */
const waiterAt = (exchange: Exchange, target: Target, { rates, estimateInput, onTaken }: Asking): Waiter => {
  const caller = exchange.caller();
  const subject = subjectOf(exchange, caller, target);
  const bounds = [...rates.flatMap(({ boundsFor }) => boundsFor(subject)), ...tokenBounds(caller)];
  const countsTokens = bounds.some(({ counted }) => counted === "input_tokens");
  const inputTokens = countsTokens ? estimateInput(exchange) : 0;
  const { id, request } = exchange;
  return { id, bounds, inputTokens, onTaken, caller: callerName(subject), signal: request.signal };
};

/** What never left took nothing; what nobody has counted is as it was estimated. */
const tookOf = ({ notes: { sentAt, bill } }: Exchange, { code }: Outcome): Took | null => {
  if (sentAt === null || /^.[RC]$/.test(code)) return { requests: 0, inputTokens: 0 };
  if (bill?.kind === "none") return { requests: 1, inputTokens: 0 };
  const inputTokens = bill?.usage.inputTokens ?? null;
  return inputTokens === null ? null : { requests: 1, inputTokens };
};
