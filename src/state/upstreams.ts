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
  /** One after the other; durable when it resolves, with what was current before. Every later plan sees it. */
  readonly switchTo: (name: string) => Promise<string>;
  /** Another set after the configuration has changed; a current one that is gone becomes `auto`. */
  readonly replace: (upstreams: readonly Upstream[]) => void;
};

/** Upstreams that start on this one. */
export const createUpstreams = (known: readonly Upstream[], start: string, choices: ChoiceStore): Upstreams => {
  let byName = new Map(known.map((upstream) => [upstream.name, upstream]));
  let current = start;
  let previous = choices.read().previousUpstream;
  let switching: Promise<unknown> = Promise.resolve();
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
      const change = switching.then(async () => {
        const from = current;
        if (from === name) return from;
        await choices.write({ upstream: name, previousUpstream: from });
        previous = from;
        current = name;
        return from;
      });
      switching = change.catch(() => undefined); // who asked for it hears of it; the next one starts afresh
      return change;
    },
    replace: (upstreams) => {
      byName = new Map(upstreams.map((upstream) => [upstream.name, upstream]));
      if (current !== auto && !byName.has(current)) current = auto;
    },
  };
};

/** The error for a name that is no upstream, with the nearest one that is. */
export const unknownUpstream = (
  name: string,
  known: readonly string[],
  command: "switch-upstream" | "start --upstream" = "switch-upstream",
): ProxyError =>
  new ProxyError("upstream_unknown", `There is no upstream "${name}". Known: ${[auto, ...known].join(", ")}.`, {
    hint: `Try: proxy-cli ${command} ${nearest(name, [auto, ...known]) ?? known[0] ?? auto}`,
  });
