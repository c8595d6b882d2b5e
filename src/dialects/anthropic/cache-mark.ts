import type { Part } from "../../core/chat.ts";
import type { Fields } from "../../lib/fields.ts";
import { isObject, type JsonObject } from "../../lib/json.ts";

type Marked = Pick<Part, "cacheMark">;

/** Where the client wants the cache to end: `cache_control`. One in words that are not ours stays where it is. */
export const readMark = (fields: Fields): Marked => fields.taken(marked, "cache_control") ?? {};

const marked = (value: unknown): Marked | null => {
  if (!isObject(value)) return null;
  const { type, ttl = null, ...more } = value;
  const ttlSeconds = times.get(ttl);
  if (type !== "ephemeral" || ttlSeconds === undefined || Object.keys(more).length > 0) return null;
  return { cacheMark: { ttlSeconds } };
};

const times: ReadonlyMap<unknown, number | null> = new Map([
  [null, null],
  ["5m", 300],
  ["1h", 3600],
]);

/** The same field; undefined where there is no mark. A time that this format cannot say is the next longer one. */
export const writeMark = ({ cacheMark }: Marked): JsonObject | undefined => {
  if (cacheMark === undefined) return undefined;
  const { ttlSeconds } = cacheMark;
  return ttlSeconds === null ? { type: "ephemeral" } : { type: "ephemeral", ttl: ttlSeconds <= 300 ? "5m" : "1h" };
};
