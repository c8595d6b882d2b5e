import type { Shared } from "../core/shared.ts";
import { type Ended, type Home, type Stay, stayAfter } from "../core/stays.ts";
import { isObject, numberOrNull, parsedJson, textOrNull } from "../lib/json.ts";

/** Which conversations go on where they went when their own place did not answer, known to all daemons. */
export type Stays = {
  /** How many there are at most. */
  readonly size: () => number;
  /** Of a conversation that was to go there; null = it does. */
  readonly of: (session: string, from: Home) => Stay | null;
  /** A request of it has ended; the cache that it has used is cold after `coldAfterMs`. */
  readonly ended: (session: string, ended: Ended, coldAfterMs: number) => void;
};

const topic = "stays";

/** So many are remembered; more conversations have hardly lost their place within an hour. */
const most = 10_000;

type Known = { readonly stay: Stay; readonly endsAt: number };

/** Those on this board. */
export const openStays = (board: Shared["board"], now: () => number): Stays => {
  const known = new Map<string, Known>();
  const learn = (key: string, value: string | null): void => {
    const read = value === null ? null : knownIn(value);
    known.delete(key);
    if (read === null) return;
    known.set(key, read);
    const [oldest] = known.keys();
    if (known.size > most && oldest !== undefined) known.delete(oldest);
  };
  for (const [key, value] of board.read(topic)) learn(key, value);
  board.listen(topic, learn);
  const at = (key: string): Stay | null => {
    const found = known.get(key);
    if (found !== undefined && found.endsAt <= now()) known.delete(key);
    return found === undefined || found.endsAt <= now() ? null : found.stay;
  };
  return {
    size: () => known.size,
    of: (session, from) => at(keyOf(session, from)),
    ended: (session, ended, coldAfterMs) => {
      const key = keyOf(session, ended.from);
      const before = at(key);
      const stay = stayAfter(before, ended);
      if (stay === null && before === null) return;
      const value = stay === null ? null : JSON.stringify({ ...stay, endsAt: now() + coldAfterMs });
      learn(key, value);
      void board.write(topic, key, value, coldAfterMs);
    },
  };
};

const keyOf = (session: string, { upstream, model }: Home): string => JSON.stringify([session, upstream, model]);

const knownIn = (value: string): Known | null => {
  const json = parsedJson(value);
  if (!isObject(json) || !isObject(json["to"])) return null;
  const upstream = textOrNull(json["to"]["upstream"]);
  const [sinceAt, endsAt] = [numberOrNull(json["sinceAt"]), numberOrNull(json["endsAt"])];
  if (upstream === null || sinceAt === null || endsAt === null) return null;
  return { stay: { to: { upstream, model: textOrNull(json["to"]["model"]) }, sinceAt }, endsAt };
};
