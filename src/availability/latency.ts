import { ByUse } from "../lib/by-use.ts";

/** How much the latest answer counts. */
const weight = 0.2;
/** More models and upstreams than one machine uses at a time. */
const mostKnown = 2000;

/** Mean times to the head of answers, the latest counting most. */
export class Latency {
  readonly #means = new ByUse<number>(mostKnown);

  note(upstream: string, model: string, headMs: number): void {
    this.#add(upstream, headMs);
    this.#add(`${upstream} ${model}`, headMs);
  }

  /** Of a model there; where that is not known, or none is given, of all that is asked there. Null = nothing came yet. */
  of(upstream: string, model: string | null = null): number | null {
    return (model === null ? undefined : this.#means.get(`${upstream} ${model}`)) ?? this.#means.get(upstream) ?? null;
  }

  reset(upstream: string): void {
    this.#means.delete(upstream);
  }

  #add(name: string, headMs: number): void {
    const mean = this.#means.get(name);
    this.#means.use(name, mean === undefined ? headMs : mean + weight * (headMs - mean));
  }
}
