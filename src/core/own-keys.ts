import type { OwnKey, Upstream } from "./provider.ts";

/** Every key that we hold for an upstream, in the order of the file; none where the client's own travels. */
export const keysOf = ({ key, keyHint, keys = [] }: Pick<Upstream, "key" | "keyHint" | "keys">): readonly OwnKey[] =>
  keys.length > 0 ? keys : key === null ? [] : [{ key, hint: keyHint ?? "..." }];

/** The same upstream, asked with this one of its keys. */
export const withKey = (upstream: Upstream, { key, hint }: OwnKey): Upstream =>
  upstream.key === key ? upstream : { ...upstream, key, keyHint: hint };

/** The upstream once for each of its keys, in the order of the file; as it is where there are not several. */
export const variantsOf = (upstream: Upstream): readonly Upstream[] => {
  const keys = keysOf(upstream);
  return keys.length < 2 ? [upstream] : keys.map((key) => withKey(upstream, key));
};
