import type { Availability, Hindrance, Tried } from "../../src/core/availability.ts";
import { alwaysAvailable } from "../../src/core/availability.ts";
import type { Body, Exchange, Target } from "../../src/core/exchange.ts";
import { type AttemptServices, attempt } from "../../src/middleware/attempt.ts";
import { exchangeOf, upstreamOf } from "./exchange.ts";

/** A target at an upstream of this name that nobody calls. */
export const targetAt = (name: string, more: Partial<Target> = {}): Target => {
  const upstream = upstreamOf("anthropic", { name, origin: `https://${name}.example` });
  const [endpoint] = upstream.endpoints;
  if (endpoint === undefined) throw new Error("no endpoint");
  return { upstream, endpoint, url: `${upstream.origin}/v1/messages`, ...more };
};

/** What a vendor in a test does with a try: answers, or throws. */
type Vendor = (exchange: Exchange, target: Target) => Response | Promise<Response>;

type Differences = { readonly hindrances?: Readonly<Record<string, Hindrance>>; readonly body?: Body };

/** An exchange with these targets, tried against a vendor; and what was seen of it. */
export const attempted = (
  targets: readonly Target[],
  vendor: Vendor,
  { hindrances = {}, body, ...services }: Partial<AttemptServices> & Differences = {},
) => {
  const exchange = exchangeOf("/v1/messages");
  exchange.plan = { targets, rule: "test" };
  if (body !== undefined) exchange.body = body;
  const asked: string[] = [];
  const ended: (readonly [string, Tried])[] = [];
  const planned: string[] = [];
  const waits: number[] = [];
  const rechecked: string[] = [];
  const hindrance = ({ upstream }: Target): Hindrance | null => hindrances[upstream.name] ?? null;
  const availability: Availability = {
    ...alwaysAvailable,
    hindrance,
    enter: hindrance,
    enterLast: async (target) => {
      rechecked.push(target.upstream.name);
      return hindrance(target);
    },
    end: (target, tried) => void ended.push([target.upstream.name, tried]),
  };
  const run = attempt.create({
    availability,
    retries: { onOverload: 0, mostMs: 20_000, random: () => 1 },
    pause: async (_, waitMs) => void waits.push(waitMs),
    tick: () => 0,
    now: () => 0,
    planned: (_, { name }) => void planned.push(name),
    ...services,
  });
  const answer = (async () =>
    run(exchange, async () => {
      const [target] = exchange.plan.targets;
      if (target === undefined) throw new Error("no target");
      asked.push(target.upstream.name);
      return vendor(exchange, target);
    }))();
  return { exchange, asked, rechecked, ended, planned, waits, answer };
};
