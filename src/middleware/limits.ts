import type { Exchange } from "../core/exchange.ts";
import type { Bound } from "../core/limit.ts";
import type { MiddlewareMaker } from "../core/middleware.ts";
import type { Outcome } from "../core/outcome.ts";
import { callerName, type Rate, subjectOf, tokenBounds } from "../limits/bounds.ts";
import type { Gate } from "../limits/gate.ts";
import type { Took, Wish } from "../limits/limiter.ts";
import type { RoomRules } from "../limits/waiting-room.ts";

/** What limits are kept with. */
export type LimitsServices = {
  readonly rates: readonly Rate[];
  readonly queue: RoomRules;
  readonly gate: Pick<Gate, "enter" | "leave" | "placeOf" | "use">;
  /** How many input tokens a request has, by our own estimate. */
  readonly estimateInput: (exchange: Exchange) => number;
  /** A request begins to wait, and can be told to end; gives what is called when it waits no longer. */
  readonly beginsToWait: (id: string) => () => void;
  readonly now: () => number;
  readonly tick: () => number;
};

/** Lets as many requests through as limits allow; the others wait for their turn or are refused. */
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
  const bounds = exchange.plan.targets.length === 0 ? [] : boundsOf(exchange, services.rates);
  if (bounds.length > 0) await pass(exchange, bounds, services);
  noteUse(exchange, services);
  const answer = await next();
  const { queued } = exchange.notes;
  if (queued?.ms != null && answer.status !== 101)
    answer.headers.set("x-proxy-queued-ms", String(Math.round(queued.ms)));
  return answer;
};

const boundsOf = (exchange: Exchange, rates: readonly Rate[]): readonly Bound[] => {
  const caller = exchange.caller();
  const subject = subjectOf(exchange, caller);
  return [...rates.flatMap(({ boundsFor }) => boundsFor(subject)), ...tokenBounds(caller)];
};

const pass = async (exchange: Exchange, bounds: readonly Bound[], services: LimitsServices): Promise<void> => {
  const { gate, queue, now, tick } = services;
  const { id, notes, request } = exchange;
  const countsTokens = bounds.some(({ counted }) => counted === "input_tokens");
  const wish: Wish = { id, bounds, inputTokens: countsTokens ? services.estimateInput(exchange) : 0 };
  const caller = callerName(subjectOf(exchange));
  let waitsNoLonger = (): void => undefined;
  await gate
    .enter({ ...wish, caller, signal: request.signal }, queue, ({ bound: { limit } }) => {
      exchange.keepOpen(); // the listener gives up on what is quiet for longer
      notes.queued = { limit, sinceTick: tick(), ms: null, place: () => gate.placeOf(id) };
      waitsNoLonger = services.beginsToWait(id);
    })
    .finally(() => {
      waitsNoLonger();
      if (notes.queued !== null) notes.queued = { ...notes.queued, ms: tick() - notes.queued.sinceTick };
    });
  const at = now();
  void exchange.outcome.then((outcome) => gate.leave(wish, tookOf(exchange, outcome), at));
};

/** What never left took nothing; what nobody has counted is as it was estimated. */
const tookOf = ({ notes: { sentAt, bill } }: Exchange, { code }: Outcome): Took | null => {
  if (sentAt === null || /^.[RC]$/.test(code)) return { requests: 0, inputTokens: 0 };
  if (bill?.kind === "none") return { requests: 1, inputTokens: 0 };
  const inputTokens = bill?.usage.inputTokens ?? null;
  return inputTokens === null ? null : { requests: 1, inputTokens };
};

const noteUse = (exchange: Exchange, { gate }: LimitsServices): void => {
  const { token } = exchange.caller();
  if (token === null) return;
  void exchange.outcome.then(() => {
    const { bill } = exchange.notes;
    gate.use.note(token, { inputTokens: bill?.usage.inputTokens ?? 0, costMicros: bill?.costMicros ?? 0 });
  });
};
