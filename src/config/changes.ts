import { keysOf } from "../core/own-keys.ts";
import type { Upstream } from "../core/provider.ts";
import { type SettingName, settingNames } from "./schema.ts";

/** What is compared: settings by their names, and upstreams. */
type Compared = {
  readonly config: { readonly values: Readonly<Record<SettingName, unknown>> };
  readonly upstreams: readonly Upstream[];
};

/** What changed from one configuration to the next, by names: of keys only that they did, of values none that may hold a password. */
export const changesBetween = (before: Compared, after: Compared) => {
  const changed = settingNames.filter(
    (name) => JSON.stringify(before.config.values[name]) !== JSON.stringify(after.config.values[name]),
  );
  const old = new Map(before.upstreams.map((upstream) => [upstream.name, upstream]));
  const known = new Set(after.upstreams.map(({ name }) => name));
  const kept = after.upstreams.filter(({ name }) => old.has(name));
  return {
    settings: Object.fromEntries(changed.map((name) => [name, tellable(after.config.values[name])])),
    upstreamsAdded: after.upstreams.flatMap(({ name }) => (old.has(name) ? [] : [name])),
    upstreamsRemoved: [...old.keys()].filter((name) => !known.has(name)),
    upstreamsChanged: kept.filter((one) => !Bun.deepEquals(withoutKey(one), withoutKey(old.get(one.name)))).map(named),
    keysChanged: kept.filter((one) => !Bun.deepEquals(keysOf(one), keysOf(old.get(one.name) ?? one))).map(named),
  };
};

/** Numbers, switches and words out of a list tell no secret; of texts nobody can be sure. */
const tellable = (value: unknown): unknown =>
  typeof value === "string" && !/^[\w.:-]{0,40}$/.test(value)
    ? "changed"
    : typeof value === "object"
      ? "changed"
      : value;

const withoutKey = (upstream: Upstream | undefined): unknown =>
  upstream === undefined ? null : { ...upstream, key: null, keyHint: null, keys: null };

const named = ({ name }: Upstream): string => name;
