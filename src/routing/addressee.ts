import type { Upstream } from "../core/provider.ts";

/**
 * The upstream that a request's own word means: the one of this name, else one of this provider; of several the current
 * one, then the first with a key of ours, then the first. Null = there is none.
 */
export const addressed = (word: string, upstreams: readonly Upstream[], current: string): Upstream | null => {
  const named = upstreams.find(({ name }) => name === word);
  if (named !== undefined) return named;
  const fitting = upstreams.filter(({ provider, isLent }) => provider === word && !isLent);
  return fitting.find(({ name }) => name === current) ?? fitting.find(({ key }) => key !== null) ?? fitting[0] ?? null;
};

/** Every word that means one: the providers that have an upstream, then the upstreams. */
export const addressees = (upstreams: readonly Upstream[]): readonly string[] => {
  const listed = upstreams.filter(({ isLent }) => !isLent);
  return [...new Set([...listed.map(({ provider }) => provider), ...listed.map(({ name }) => name)])];
};
