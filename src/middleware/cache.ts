import { askedOf, isAnswerable } from "../cache/asked.ts";
import { given } from "../cache/given.ts";
import { keyOf } from "../cache/key.ts";
import { recordingOf } from "../cache/recording.ts";
import type { CacheRules, Landing } from "../core/answer-cache.ts";
import { ProxyError } from "../core/errors.ts";
import type { Exchange, Target } from "../core/exchange.ts";
import type { MiddlewareMaker, Next } from "../core/middleware.ts";
import { orAborted } from "../lib/or-aborted.ts";
import type { AnswerCache } from "../state/cache/index.ts";

/** What answers are given again with; null = the cache is off. */
export type CacheServices = {
  readonly answerCache: {
    readonly rules: CacheRules;
    readonly store: Pick<AnswerCache, "recent" | "find" | "used" | "flights" | "record">;
    /** A secret of this installation. */
    readonly secret: () => string;
    readonly now: () => number;
    readonly tick: () => number;
    /** A request begins to wait for another one's answer, and can be told to end; gives what is called when it waits no longer. */
    readonly beginsToWait: (id: string, breakOff: (reason: ProxyError) => void) => () => void;
    /** How long others wait for the rest of an answer whose head is there. */
    readonly restMs: number;
  } | null;
};

type Cache = NonNullable<CacheServices["answerCache"]>;

/** Gives the answer to a request that was asked before, and keeps answers for those that come again. */
export const cache: MiddlewareMaker<CacheServices> = {
  name: "cache",
  isOptional: true,
  create: ({ answerCache }) => {
    if (answerCache === null) return (_, next) => next();
    return (exchange, next) => {
      const target = exchange.plan.targets[0];
      return target === undefined || !isAnswerable(exchange) ? next() : looked(exchange, target, answerCache, next);
    };
  },
};

/** One exchange, what is asked for in it, and how it goes on where nothing is kept. */
type Asking = {
  readonly exchange: Exchange;
  readonly key: string;
  readonly target: Target;
  readonly cache: Cache;
  readonly next: Next;
};

const looked = (exchange: Exchange, target: Target, cache: Cache, next: Next): Promise<Response> => {
  const { rules, secret, store } = cache;
  const asked = askedOf(exchange, target.model ?? exchange.notes.model, rules);
  if ("why" in asked) return passing(exchange, asked.why, next);
  const tenant = rules.isShared ? null : JSON.stringify(exchange.caller());
  const key = keyOf({ secret: secret(), tenant, exchange, target, body: asked.body });
  const asking = { exchange, key, target, cache, next };
  if (asked.wish === "refresh") return recorded(asking, alone);
  const recent = store.recent(key);
  if (recent !== null) return Promise.resolve(hit(asking, recent, false));
  return rules.isSingleFlight && !exchange.notes.stream ? together(asking) : found(asking, alone);
};

const passing = async (exchange: Exchange, why: string, next: Next): Promise<Response> => {
  exchange.notes.answerCache = { state: "bypass", why };
  const answer = await next();
  answer.headers.set("x-proxy-cache", `bypass; why="${why}"`);
  return answer;
};

const hit = ({ exchange, cache }: Asking, answer: Exclude<Landing, string>, joined: boolean): Response => {
  cache.store.used(answer.key);
  return given(exchange, answer, { ...cache, joined });
};

/** Who waits for this one's answer. */
type Lead = { readonly land: (landing: Landing) => void; readonly headCame: (restMs: number) => void };

/** Nobody does. */
const alone: Lead = { land: () => undefined, headCame: () => undefined };

/**
 * Of requests that are the same one goes out, and the others wait for its answer. Where that is none to be shared each
 * asks for itself; where only its client has left, another one of them goes out for all.
 */
const together = async (asking: Asking): Promise<Response> => {
  const { exchange, key, cache } = asking;
  for (;;) {
    const joined = cache.store.flights.join(key);
    if (!(joined instanceof Promise)) return found(asking, joined);
    const landing = await landed(exchange, cache, joined);
    if (landing === "alone") return recorded(asking, alone);
    if (landing !== "left") return hit(asking, landing, true);
  }
};

/** What becomes of the one that has gone out. Rejects where the client leaves before that, or the daemon stops. */
const landed = async (exchange: Exchange, cache: Cache, joined: Promise<Landing>): Promise<Landing> => {
  const over = new AbortController();
  exchange.keepOpen(); // a connection on which nothing happens would be closed meanwhile
  const waitsNoLonger = cache.beginsToWait(exchange.id, (reason) => over.abort(reason));
  try {
    return await orAborted(joined, AbortSignal.any([exchange.request.signal, over.signal]));
  } catch {
    if (over.signal.aborted) throw over.signal.reason;
    throw new ProxyError("client_left", "The client left before the answer began.");
  } finally {
    waitsNoLonger();
  }
};

/** Looks where it takes a moment. */
const found = async (asking: Asking, lead: Lead): Promise<Response> => {
  const { key, cache } = asking;
  const answer = await cache.store.find(key);
  if (answer === null) return recorded(asking, lead);
  lead.land(answer);
  return hit(asking, answer, false);
};

/** Asks the vendor, and listens to the answer. What becomes of it is settled when it has ended and has its bill. */
const recorded = async ({ exchange, key, target, cache, next }: Asking, lead: Lead): Promise<Response> => {
  const recording = recordingOf({ key, target }, cache.rules, lead.land);
  exchange.notes.answerCache = { state: "miss", key, why: null };
  exchange.hearers.push(recording.hear);
  cache.store.record(exchange, recording);
  const answer = await next();
  answer.headers.set("x-proxy-cache", "miss");
  recording.head(answer);
  if (answer.status === 200) lead.headCame(cache.restMs);
  else lead.land("alone");
  return answer;
};
