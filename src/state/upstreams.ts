import { ProxyError } from "../core/errors.ts";
import type { Upstream } from "../core/provider.ts";
import { nearest } from "../lib/nearest.ts";
import type { ChoiceStore } from "./choices.ts";

/** The name that stands for no upstream in particular: each request goes to the vendor it speaks to. */
export const auto = "auto";

/** Which upstreams there are and which one is current. The current one is read anew for every plan. */
export type Upstreams = {
  readonly all: () => readonly Upstream[];
  /** Throws `upstream_unknown` with the nearest name. */
  readonly named: (name: string) => Upstream;
  /** `auto` or the name of the current upstream. */
  readonly current: () => string;
  readonly previous: () => string | null;
  /** Durable when it resolves; every plan made after that sees it. */
  readonly switchTo: (name: string) => Promise<void>;
  /** Another set after the configuration has changed; a current one that is gone becomes `auto`. */
  readonly replace: (upstreams: readonly Upstream[]) => void;
};

/** Upstreams that start on this one. */
export const createUpstreams = (known: readonly Upstream[], start: string, choices: ChoiceStore): Upstreams => {
  let byName = new Map(known.map((upstream) => [upstream.name, upstream]));
  let current = start;
  let previous = choices.read().previousUpstream;
  const named = (name: string): Upstream => {
    const found = byName.get(name);
    if (found !== undefined) return found;
    throw unknownUpstream(name, [...byName.keys()]);
  };
  return {
    all: () => [...byName.values()],
    named,
    current: () => current,
    previous: () => previous,
    switchTo: async (name) => {
      if (name !== auto) named(name);
      const from = current;
      if (from === name) return;
      await choices.write({ upstream: name, previousUpstream: from });
      previous = from;
      current = name;
    },
    replace: (upstreams) => {
      byName = new Map(upstreams.map((upstream) => [upstream.name, upstream]));
      if (current !== auto && !byName.has(current)) current = auto;
    },
  };
};

/** The error for a name that is no upstream, with the nearest one that is. */
export const unknownUpstream = (name: string, known: readonly string[]): ProxyError =>
  new ProxyError("upstream_unknown", `There is no upstream "${name}". Known: ${[auto, ...known].join(", ")}.`, {
    hint: `Try: proxy-cli switch-upstream ${nearest(name, [auto, ...known]) ?? known[0] ?? auto}`,
  });
