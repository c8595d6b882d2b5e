import type { Change, State, Step } from "../state.ts";
import { to, toasted } from "../step.ts";
import { type Key, keyWords } from "./key.ts";

/** What a key does in one place: the one table that acts, is shown at the bottom and is explained by the help. */
export type Binding = {
  readonly keys: readonly string[];
  /** How the keys are written; else they stand one beside the other. */
  readonly shown?: string;
  /** What it does, in a few words. */
  readonly label: string;
  /** The word in the bottom line; without one only the help tells. */
  readonly footer?: string;
  /** How the bottom line writes its key, where that stands for others too. */
  readonly footerKeys?: string;
  readonly act: Change;
  /** Why it does nothing just now; null = it does. */
  readonly unless?: (state: State, now: number) => string | null;
};

/** Bindings that belong together, as the help shows them. */
export type BindingGroup = { readonly title: string; readonly bindings: readonly Binding[] };

/** The keys of a binding as people read them. */
export const shownKeys = ({ keys, shown }: Binding): string => shown ?? keys.map(keyWords).join(" ");

/** The first binding of these groups that takes the key. */
export const bindingFor = (groups: readonly BindingGroup[], key: Key): Binding | null =>
  groups.flatMap(({ bindings }) => bindings).find(({ keys }) => keys.includes(key.name)) ?? null;

/** Does what a binding does, or says why it does not. */
export const actOn = (binding: Binding, state: State, now: number): Step => {
  const why = binding.unless?.(state, now) ?? null;
  return why === null ? binding.act(state, now) : to(toasted(state, now, why, "muted"));
};
