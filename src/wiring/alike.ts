import type { Settings } from "../config/read.ts";
import type { Marks } from "../state/shared/daemons.ts";

/** Kinds of settings that several daemons judge by together, each by the beginnings of its names. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  limits: ["limits.rates", "limits.queue."], // the others are about a machine's own memory
  budgets: ["budgets", "budget."],
  loops: ["loops."],
  fallbacks: ["fallbacks"],
  retries: ["retries."],
  breaker: ["breaker."],
  cache: ["cache."],
  routes: ["routes", "router.", "models"],
  sessions: ["sessions."],
};

/** What daemons of one store should have alike, as a mark for each kind of it: no value and no key can be read from one. */
export const marksOf = ({ config: { values }, upstreams, models }: Settings): Marks => {
  const marks = Object.entries(kinds).map(([kind, beginnings]) => {
    const theirs = Object.entries(values).filter(([name]) => beginnings.some((one) => isOf(one, name)));
    return [kind, markOf(theirs)];
  });
  const places = upstreams
    .filter(({ isLent }) => !isLent)
    .map(({ name, provider, endpoints }) => [name, provider, endpoints.map((address) => ({ ...address }))]);
  return { ...Object.fromEntries(marks), upstreams: markOf(places.sort()), prices: markOf(models) };
};

const isOf = (beginning: string, name: string): boolean =>
  beginning.endsWith(".") ? name.startsWith(beginning) : name === beginning;

const markOf = (value: unknown): string =>
  new Bun.CryptoHasher("sha256").update(JSON.stringify(value)).digest("base64url").slice(0, 16);
