import { keyOwner } from "../core/detect.ts";
import { ProxyError } from "../core/errors.ts";
import { originsOf, type Provider, type Upstream } from "../core/provider.ts";
import type { Step } from "../core/routing.ts";
import type { Trouble } from "../core/tries.ts";
import { type Decided, decideInstead } from "./decide.ts";
import { type Fallback, type Instead, inOrder } from "./fallbacks.ts";
import { passed, taken } from "./step.ts";
import type { Table } from "./table.ts";
import type { Traits } from "./traits.ts";

/** Where a request goes if it cannot go where it was decided to, in order, and what was found out on the way there. */
export type Heirs = {
  readonly heirs: readonly Decided[];
  readonly after: readonly Trouble[];
  /** For people: who is next, and who is not asked and why. */
  readonly steps: readonly Step[];
};

/** What it goes by. */
export type InsteadServices = {
  readonly table: Table;
  /** What draws among places that share requests: the same for all that are to go the same way. */
  readonly seed: string;
  /** The keys that the client sends. */
  readonly keys: () => readonly string[];
  /** Whether a key of ours may be used for it. */
  readonly mayUseOurs: () => boolean;
};

/** What is decided for the places that take this one's, as settings say; null = none do. */
export const heirsOf = (decided: Decided, traits: Traits, services: InsteadServices): Heirs | null => {
  const fallback = fallbackFor(decided, services.table);
  if (fallback === null) return null;
  const heirs: Decided[] = [];
  const steps: Step[] = [];
  for (const place of inOrder(fallback.to, services.seed)) {
    const heir = heirAt(place, fallback, decided, traits, services);
    if (heir === null) continue;
    const rule = `${fallback.label} ${place.upstream ?? decided.upstream.name}`;
    if (typeof heir === "string") steps.push(passed("upstream", rule, heir));
    else if ([decided, ...heirs].some((other) => isSame(other, heir))) continue;
    else {
      heirs.push(heir);
      steps.push(passed("upstream", rule, `is asked after ${["unreachable", ...wished(fallback)].join(", ")}`));
    }
  }
  return { heirs, after: fallback.after, steps };
};

/** The rule that chose the upstream says it first. */
const fallbackFor = ({ fallback, upstream, decision }: Decided, { fallbacks }: Table): Fallback | null =>
  fallback ?? fallbacks.find(({ fits }) => fits(upstream.name, decision.asked)) ?? null;

const wished = ({ after }: Fallback): readonly Trouble[] => after.filter((trouble) => trouble !== "unreachable");

const isSame = (one: Decided, other: Decided): boolean =>
  one.upstream.name === other.upstream.name && one.decision.model === other.decision.model;

/** Null = it is the place itself, or is there no more. A text says why it is not asked. */
const heirAt = (
  { upstream: name, model }: Instead,
  { label }: Fallback,
  decided: Decided,
  traits: Traits,
  { table, keys, mayUseOurs }: InsteadServices,
): Decided | string | null => {
  const { decision, upstream: before } = decided;
  const upstream = table.upstreams.all().find((one) => one.name === (name ?? before.name));
  if (upstream === undefined || upstream.isLent || (upstream.name === before.name && model === null)) return null;
  if (decision.from === null && (upstream.provider !== before.provider || upstream.name === before.name))
    return "only chats are translated, and this is none";
  const foreign = foreignKey(keys(), before, upstream, table.providers);
  if (foreign !== null) return foreign;
  if (upstream.key !== null && upstream.name !== before.name && !mayUseOurs())
    return "its key is the proxy's own, and the client shows no token";
  const step = taken("upstream", label, `takes the place of ${before.name}`);
  try {
    return decideInstead(traits, { upstream, rule: label, model }, decided, [...decision.steps, step], table);
  } catch (thrown) {
    if (thrown instanceof ProxyError) return thrown.code;
    throw thrown;
  }
};

/**
 * Why a client's key may not go along to an upstream that takes another's place; null = it may, or need not. A key that
 * could be anybody's was meant for the first.
 */
export const foreignKey = (
  keys: readonly string[],
  from: Upstream,
  to: Upstream,
  providers: readonly Provider[],
): string | null => {
  if (to.key !== null || to.forwardClientKey || keys.length === 0) return null;
  const provider = providers.find(({ name }) => name === to.provider);
  if (provider === undefined || provider.takesAnyKey) return null;
  const known = originsOf(from);
  if (originsOf(to).every((origin) => known.includes(origin))) return null;
  return keys.every((key) => keyOwner(providers, key)?.name === provider.name)
    ? null
    : `the client's key is not known to be of ${provider.label}`;
};
