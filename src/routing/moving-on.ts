import type { Exchange, Plan, Target } from "../core/exchange.ts";
import type { Upstream } from "../core/provider.ts";
import type { Decision } from "../core/routing.ts";
import type { Came, Try } from "../core/tries.ts";
import { passed } from "./step.ts";

/** What an exchange is moved on with. */
export type Moving = {
  /** Monotonic clock. */
  readonly tick: () => number;
  /** Hears that it is settled where an exchange goes; also when it moves on. */
  readonly planned: (exchange: Exchange, upstream: Upstream) => void;
};

/** From now on the exchange goes there: all that looks at its plan goes by the first target. */
export const turnTo = (
  exchange: Exchange,
  [target, ...others]: readonly [Target, ...(readonly Target[])],
  { planned }: Pick<Moving, "planned">,
): void => {
  const { plan, notes } = exchange;
  const [before] = plan.targets;
  if (before === target && plan.targets.length === others.length + 1) return;
  const { decision = plan.decision ?? null } = target;
  exchange.plan = { ...plan, targets: [target, ...others], decision, rule: decision?.rule ?? plan.rule };
  if (before === target) return;
  notes.upstream = target.upstream.name;
  notes.provider = target.upstream.provider;
  planned(exchange, target.upstream);
};

/** Notes what came of a target, so that people can ask why it was not the one that answered. */
export const noteTry = (
  { notes, startedTick }: Exchange,
  { upstream, model = null }: Target,
  came: Came,
  {
    startedAt,
    endedAt,
    waitedMs = 0,
  }: { readonly startedAt: number; readonly endedAt: number; readonly waitedMs?: number },
): void => {
  const told: Try = {
    ...{ upstream: upstream.name, key: upstream.keyHint, model: model ?? notes.model },
    ...came,
    ...{ atMs: startedAt - startedTick, tookMs: endedAt - startedAt, waitedMs },
  };
  notes.tries = [...notes.tries, told];
};

/**
 * Asks about the targets of a plan in their order until one is let in, and moves the exchange on to that one; those before
 * it are noted. Gives what stands in the way of the first where none is let in: then nothing has changed.
 */
export const letInSomewhere = async <No>(
  exchange: Exchange,
  standsInTheWay: (target: Target) => Promise<No | null>,
  cameOf: (no: No) => Came,
  moving: Moving,
): Promise<No | null> => {
  const before: { readonly target: Target; readonly no: No }[] = [];
  let [target, ...others] = exchange.plan.targets;
  while (target !== undefined) {
    const no = await standsInTheWay(target);
    if (no === null) {
      const at = moving.tick();
      for (const one of before) noteTry(exchange, one.target, cameOf(one.no), { startedAt: at, endedAt: at });
      turnTo(exchange, [target, ...others], moving);
      return null;
    }
    before.push({ target, no });
    [target, ...others] = others;
  }
  return before[0]?.no ?? null;
};

/** A plan in which this target has no place, because of this: people can read it in its decision. */
export const without = (plan: Plan, left: Target, why: string): Plan => {
  const step = passed("upstream", left.upstream.name, why);
  const told = (decision: Decision): Decision => ({ ...decision, steps: [...decision.steps, step] });
  const targets = plan.targets
    .filter((target) => target !== left)
    .map((target) => (target.decision === undefined ? target : { ...target, decision: told(target.decision) }));
  return { ...plan, targets, ...(plan.decision == null ? {} : { decision: told(plan.decision) }) };
};
