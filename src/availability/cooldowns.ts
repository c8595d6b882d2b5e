import type { Hindrance } from "../core/availability.ts";
import type { Target } from "../core/exchange.ts";
import type { Refusal } from "../core/refusal.ts";
import type { Board } from "../core/shared.ts";
import { ByUse } from "../lib/by-use.ts";
import { type CoolDown, cooled, hindranceOf } from "./cooldown.ts";
import { type Cooling, coolingFrom, coolingText } from "./on-board.ts";
import type { Places } from "./places.ts";

type Options = {
  readonly now: () => number;
  readonly tick: () => number;
  readonly board: Board;
  /** Hears of each that begins. False where another daemon has found it out. */
  readonly onCooling: (cooling: Cooling, isOurs: boolean) => void;
};

/** `endsTick`: by the clock that nobody puts back. */
type Entry = { readonly cooling: Cooling; readonly endsTick: number };

/** More keys and models than anybody has in trouble at once; the oldest go. */
const mostEntries = 2000;
const topic = "cooldowns";
/** Others need not hear of every few milliseconds more. */
const worthTellingMs = 1000;

/** What cools down: keys, models of keys, and models that are overloaded. */
export class CoolDowns {
  readonly #options: Options;
  readonly #entries = new ByUse<Entry>(mostEntries);
  readonly #unlisten: () => void;

  constructor(options: Options) {
    this.#options = options;
    this.#unlisten = options.board.listen(topic, (id, text) => this.#heard(id, text));
    for (const [id, text] of options.board.read(topic)) this.#heard(id, text);
  }

  /** What stands longest in the way; null = nothing. */
  hindrance(places: () => Places): Hindrance | null {
    if (this.#entries.size === 0) return null;
    const active = this.#idsOf(places()).flatMap((id) => this.#active(id) ?? []);
    const longest = active.toSorted((one, other) => other.untilAt - one.untilAt)[0];
    return longest === undefined ? null : hindranceOf(longest);
  }

  refused({ upstream, asks }: Target, places: Places, refusal: Refusal): void {
    const { now, board, onCooling } = this.#options;
    const [key, model, overload] = this.#idsOf(places);
    const isWhole = refusal.scope === "key";
    const id = refusal.status !== 429 ? overload : isWhole ? key : model;
    const before = this.#entries.get(id)?.cooling ?? null;
    const wasActive = this.#active(id) !== null;
    const next = cooled(
      wasActive || before === null ? before : { ...before, untilAt: Math.min(before.untilAt, now()) },
      refusal,
      now(),
    );
    if (next === before || next.untilAt <= now()) return;
    const cooling = { ...next, upstream: upstream.name, keyHint: upstream.keyHint, model: modelFor(next, asks) };
    this.#keep(id, cooling);
    if (!wasActive || next.untilAt - (before?.untilAt ?? 0) > worthTellingMs)
      void board.write(topic, id, coolingText(cooling), next.untilAt - now());
    if (!wasActive) onCooling(cooling, true);
  }

  /** A call that left at `sentAt` was answered: what began before that is over. */
  answered(places: () => Places, sentAt: number): void {
    if (this.#entries.size === 0) return;
    for (const id of this.#idsOf(places())) {
      const cooling = this.#entries.get(id)?.cooling;
      if (cooling !== undefined && cooling.sinceAt <= sentAt) this.#forget(id);
    }
  }

  /** What cools down at an upstream now, the longest first. */
  of(upstream: string): readonly Cooling[] {
    if (this.#entries.size === 0) return [];
    return [...this.#entries.values()]
      .flatMap((entry) => (entry.cooling.upstream === upstream && this.#isActive(entry) ? [entry.cooling] : []))
      .toSorted((one, other) => other.untilAt - one.untilAt);
  }

  /** Forgets what is known of an upstream. Gives how many were still cooling. */
  reset(upstream: string): number {
    const count = this.of(upstream).length;
    for (const [id] of this.#ids(upstream)) this.#forget(id);
    return count;
  }

  stop(): void {
    this.#unlisten();
  }

  #idsOf({ key, upstream, model }: Places): readonly [key: string, model: string, overload: string] {
    return [`key ${key}`, `model ${key} ${model}`, `overload ${upstream} ${model}`];
  }

  #active(id: string): CoolDown | null {
    const entry = this.#entries.get(id);
    return entry !== undefined && this.#isActive(entry) ? entry.cooling : null;
  }

  /** Whichever clock says so first: one stands still while the machine sleeps, the other may be put back. */
  #isActive({ cooling, endsTick }: Entry): boolean {
    return cooling.untilAt > this.#options.now() && endsTick > this.#options.tick();
  }

  #keep(id: string, cooling: Cooling): void {
    const { now, tick } = this.#options;
    this.#entries.use(id, { cooling, endsTick: tick() + cooling.untilAt - now() });
  }

  #forget(id: string): void {
    const wasActive = this.#active(id) !== null;
    this.#entries.delete(id);
    if (wasActive) void this.#options.board.write(topic, id, null, null);
  }

  #ids(upstream: string): readonly (readonly [string, Entry])[] {
    return [...this.#entries.entries()].filter(([, { cooling }]) => cooling.upstream === upstream);
  }

  /** What another daemon has written, or we ourselves: then it is known already. */
  #heard(id: string, text: string | null): void {
    if (text === null) return void this.#entries.delete(id);
    const cooling = coolingFrom(text);
    if (cooling === null || cooling.untilAt <= this.#options.now()) return;
    const known = this.#active(id);
    if (known !== null && known.untilAt >= cooling.untilAt) return;
    this.#keep(id, cooling);
    if (known === null) this.#options.onCooling(cooling, false);
  }
}

const modelFor = ({ scope }: CoolDown, asks: Target["asks"]): string | null =>
  scope === "key" ? null : (asks?.model ?? null);
