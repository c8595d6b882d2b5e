import type { TokenUse, UseSum } from "../core/limit.ts";

/** What some requests came to that a ledger has; see `SpentGroup`. */
type Spent = {
  readonly token: string | null;
  readonly lastAt: number;
  readonly dollars: number;
  readonly tokens: number;
  readonly requests: number;
  readonly unknown: number;
};

/** What was done with each token, of all that a ledger has and of what it has of today. */
export const tokenUse = (all: readonly Spent[], today: readonly Spent[]): readonly TokenUse[] => {
  const names = new Set(all.flatMap(({ token }) => token ?? []));
  return [...names].map((token) => {
    const own = all.filter((group) => group.token === token);
    return {
      token,
      lastUsedAt: Math.max(...own.map(({ lastAt }) => lastAt)),
      today: sumOf(today.filter((group) => group.token === token)),
      all: sumOf(own),
    };
  });
};

const sumOf = (groups: readonly Spent[]): UseSum =>
  groups.reduce(
    (sum, { requests, tokens, dollars, unknown }) => ({
      requests: sum.requests + requests,
      tokens: sum.tokens + tokens,
      costMicros: sum.costMicros + dollars,
      unknownCost: sum.unknownCost + unknown,
    }),
    { requests: 0, tokens: 0, costMicros: 0, unknownCost: 0 },
  );
