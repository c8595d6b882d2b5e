import { type Binding, type BindingGroup, shownKeys } from "../keys/binding.ts";
import { groupsHere } from "../keys/here.ts";
import { places, screenOf } from "../screens/index.ts";
import type { State } from "../state.ts";
import { legends } from "./legends.ts";

/** A line of the help. */
export type Entry = {
  readonly keys: string;
  readonly label: string;
  /** What enter does; null = nothing. */
  readonly binding: Binding | null;
  /** Why it does nothing here, or not just now; null = it does. */
  readonly why: string | null;
};

/** Lines that belong together. */
export type Block = {
  readonly title: string;
  readonly entries: readonly Entry[];
  /** Whether they belong to another screen; those come below. */
  readonly isElsewhere?: boolean;
};

/** Everything the help tells: this screen first, then what works everywhere, then the other screens, then the signs. */
export const blocksOf = (state: State, now: number): readonly Block[] => {
  const here = groupsHere(state).map((group) => blockOf(group, ({ unless }) => unless?.(state, now) ?? null));
  const titles = here.map(({ title }) => title);
  const elsewhere = places
    .filter(({ screen }) => screen !== screenOf(state))
    .flatMap(({ name, screen }) =>
      screen.keys
        .filter(({ title }) => !titles.includes(title))
        .map((group) => ({ ...blockOf(group, () => `that works in ${name}`), isElsewhere: true })),
    );
  const once = elsewhere.filter(({ title }, at) => elsewhere.findIndex((one) => one.title === title) === at);
  return [...here, ...once].filter(({ entries }) => entries.length > 0);
};

/** What the signs mean, as blocks that can be searched like the rest. */
export const legendBlocks: readonly Block[] = legends.map(({ title, lines }) => ({
  title,
  entries: lines.map(
    (label): Entry => ({ keys: "", label, binding: null, why: "nothing to press: that is how it is read" }),
  ),
}));

const blockOf = ({ title, bindings }: BindingGroup, why: (binding: Binding) => string | null): Block => ({
  title,
  entries: bindings.map((binding) => ({ keys: shownKeys(binding), label: binding.label, binding, why: why(binding) })),
});

/** The blocks with the entries in which this text is. */
export const searched = (blocks: readonly Block[], text: string): readonly Block[] => {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return blocks.map(withoutNumbers);
  const has = ({ title }: Block, { keys, label }: Entry): boolean =>
    `${keys} ${label} ${title}`.toLowerCase().includes(wanted);
  return blocks
    .map((block) => ({ ...block, entries: block.entries.filter((entry) => has(block, entry)) }))
    .filter(({ entries }) => entries.length > 0);
};

/** The numbers of the views are one line; a search finds each of them. */
const withoutNumbers = (block: Block): Block => {
  const numbers = block.entries.filter(({ keys }) => /^\d$/.test(keys));
  const [first] = numbers;
  if (first === undefined || numbers.length < 3) return block;
  const keys = `${first.keys}..${numbers.at(-1)?.keys ?? ""}`;
  const all: Entry = {
    keys,
    label: block.title === "REQUEST" ? "go to a tab" : "go to a view",
    binding: null,
    why: "press one of the numbers",
  };
  return {
    ...block,
    entries: block.entries.flatMap((entry) => (entry === first ? [all] : numbers.includes(entry) ? [] : [entry])),
  };
};
