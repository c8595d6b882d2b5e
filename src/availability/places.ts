import { createHash } from "node:crypto";
import type { Target } from "../core/exchange.ts";
import { ByUse } from "../lib/by-use.ts";

/** The names under which things are known of a target; several daemons have the same ones. */
export type Places = {
  readonly upstream: string;
  readonly model: string;
  /** The same key at the same upstream. */
  readonly key: string;
};

/** More keys than one machine uses at a time. */
const mostKeys = 1000;

/** Names keys of ours by a hash, of which nobody makes the key again. */
export const createKeyMarks = (): ((key: string) => string) => {
  const marks = new ByUse<string>(mostKeys);
  return (key) => {
    const mark = marks.get(key) ?? createHash("sha256").update(`proxy-cli ${key}`).digest("base64url").slice(0, 16);
    marks.use(key, mark);
    return mark;
  };
};

/** Names the places of targets. A client's key has a mark already. */
export const createPlaces = (): ((target: Target) => Places) => {
  const markOf = createKeyMarks();
  return ({ upstream: { name, key }, asks }) => {
    const mark = key === null ? (asks?.clientKey() ?? "") : markOf(key);
    return { upstream: name, model: asks?.model ?? "", key: `${name} ${mark}` };
  };
};
