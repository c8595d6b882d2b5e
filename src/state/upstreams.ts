import { ProxyError } from "../core/errors.ts";
import type { Upstream } from "../core/provider.ts";
import { nearest } from "../lib/nearest.ts";
import type { ChoiceStore } from "./choices.ts";

/** The name that stands for no upstream in particular: each request goes to the vendor it speaks to. */
export const auto = "auto";

/** What made the current upstream the current one; `fallback`: the one that was meant is not there any more. */
export type ChosenBy = "setting" | "flag" | "switch" | "fallback";

/** Which upstreams there are and which one is current. The current one is read anew for every plan. */
export type Upstreams = {
  readonly all: () => readonly Upstream[];
  /** Throws `upstream_unknown` with the nearest name. */
  readonly named: (name: string) => Upstream;
  /** `auto` or the name of the current upstream. */
  readonly current: () => string;
  readonly chosenBy: () => ChosenBy;
  readonly previous: () => string | null;
  /** One after the other; durable when it resolves, with what was current before. Every later plan sees it. */
  readonly switchTo: (name: string) => Promise<string>;
  /**
   * Another set after the configuration has changed, in force at once; a current one that is gone becomes `auto`.
   * With `to` that one becomes current. Resolves when that choice is on the disk, and rejects where it cannot be.
   */
  readonly replace: (upstreams: readonly Upstream[], to: string | null) => Promise<void>;
};

/** Upstreams that start on this one. */
export const createUpstreams = (
  known: readonly Upstream[],
  start: string,
  choices: ChoiceStore,
  startedBy: ChosenBy = "setting",
): Upstreams => {
  let byName = new Map(known.map((upstream) => [upstream.name, upstream]));
  let current = start;
  let by = startedBy;
  let previous = choices.read().previousUpstream;
  let switching: Promise<unknown> = Promise.resolve();
  const named = (name: string): Upstream => byName.get(name) ?? unknown(name, [...byName.keys()]);
  return {
    all: () => [...byName.values()],
    named,
    current: () => current,
    chosenBy: () => by,
    previous: () => previous,
    switchTo: async (name) => {
      if (name !== auto) named(name);
      const change = switching.then(async () => {
        const from = current;
        if (from === name) return from;
        await choices.write({ upstream: name, previousUpstream: from });
        if (name !== auto) named(name); // a reload may have taken it away meanwhile
        previous = from;
        current = name;
        by = "switch";
        return from;
      });
      switching = change.catch(() => undefined); // who asked for it hears of it; the next one starts afresh
      return change;
    },
    replace: async (upstreams, to) => {
      byName = new Map(upstreams.map((upstream) => [upstream.name, upstream]));
      if (to === null) {
        if (current !== auto && !byName.has(current)) [current, by] = [auto, "fallback"];
        return;
      }
      if (current !== to) previous = current;
      [current, by] = [to, "setting"];
      const choice = { upstream: to, previousUpstream: previous };
      const change = switching.then(() => choices.write(choice));
      switching = change.catch(() => undefined); // who replaced it hears of it
      return change;
    },
  };
};

/** Upstreams that stay as they are, and one of them, or `auto`, as the current one. */
export const fixedUpstreams = (
  upstreams: readonly Upstream[],
  current: string,
): Pick<Upstreams, "all" | "named" | "current"> => ({
  all: () => upstreams,
  named: (name) =>
    upstreams.find((one) => one.name === name) ??
    unknown(
      name,
      upstreams.map((one) => one.name),
    ),
  current: () => current,
});

const unknown = (name: string, known: readonly string[]): never => {
  throw unknownUpstream(name, known);
};

/** The error for a name that is no upstream, with the nearest one that is. */
export const unknownUpstream = (
  name: string,
  known: readonly string[],
  command: "switch-upstream" | "start --upstream" | "config set upstream" = "switch-upstream",
): ProxyError => {
  const meant = nearest(name, [auto, ...known]);
  return new ProxyError("upstream_unknown", `There is no upstream "${name}". Known: ${[auto, ...known].join(", ")}.`, {
    hint: meant === null ? "Try: proxy-cli upstreams" : `Try: proxy-cli ${command} ${meant}`,
  });
};
