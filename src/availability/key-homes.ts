import type { Availability } from "../core/availability.ts";
import type { Target } from "../core/exchange.ts";
import { keysOf, variantsOf } from "../core/own-keys.ts";
import type { Upstream } from "../core/provider.ts";
import { ByUse } from "../lib/by-use.ts";
import { keysInTurn } from "./order.ts";
import { createKeyMarks } from "./places.ts";

/** As many conversations as are active at once. */
const mostHomes = 10_000;

/** Which key of an upstream each conversation has: its prompt is in that key's cache. */
export class KeyHomes {
  readonly #markOf = createKeyMarks();
  readonly #homes = new ByUse<string>(mostHomes);

  /** Each target once for every key of its upstream, the conversation's own first, and those that cool down last. */
  inTurn(
    targets: readonly Target[],
    conversation: string,
    { hindrance, headMs }: Pick<Availability, "hindrance" | "headMs">,
  ): readonly Target[] {
    return targets.flatMap((target) => {
      const variants = variantsOf(target.upstream).map((upstream) => ({ ...target, upstream }));
      if (variants.length < 2) return [target];
      const home = this.#homes.get(nameOf(conversation, target.upstream)) ?? null;
      const candidates = variants.map((one) => ({
        target: one,
        name: this.#markOf(one.upstream.key ?? ""),
        hindrance: hindrance(one),
        headMs: headMs(one),
      }));
      return keysInTurn(candidates, { seed: conversation, home });
    });
  }

  /** A conversation was answered there, with that key: it stays with it until it cools down. */
  answered(conversation: string, { upstream }: Target): void {
    if (upstream.key === null || keysOf(upstream).length < 2) return;
    this.#homes.use(nameOf(conversation, upstream), this.#markOf(upstream.key));
  }
}

const nameOf = (conversation: string, { name }: Upstream): string => `${conversation} ${name}`;
