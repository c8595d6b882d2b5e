import type { Decision } from "../../core/memory.ts";
import type { Shared } from "../../core/shared.ts";
import { isObject, parsedJson } from "../../lib/json.ts";
import type { ReplayStore } from "../memory/replay.ts";

/** As long as a daemon keeps its own. */
const dayMs = 86_400_000;
const keptMs = 45 * dayMs;

const topic = "replay";

const keyOf = (key: string): string => `replay:${key}`;

/**
 * Decisions that all daemons have: each is written to the others before the call that it was made for, and what the others
 * have decided counts more than what was decided here. So a conversation that goes through several keeps one beginning.
 * Each keeps on its disk what it has seen, for the time when the others are away.
 */
export const sharedReplay = (
  own: ReplayStore,
  { values, board }: Pick<Shared, "values" | "board">,
  now: () => number,
): ReplayStore => ({
  ...own,
  hasAny: () => own.hasAny() || board.read(topic).size > 0,
  read: async (keys) => {
    const [here, there] = await Promise.all([own.read(keys), values.get(keys.map(keyOf))]);
    const others = new Map<string, Decision>();
    for (const [index, key] of keys.entries()) {
      const decision = decisionIn(there[index] ?? null);
      if (decision !== null && !Bun.deepEquals(decision, here.get(key))) others.set(key, decision);
    }
    if (others.size === 0) return here;
    await own.write(others);
    return new Map([...here, ...others]);
  },
  write: async (decisions) => {
    await own.write(decisions);
    if (decisions.size === 0) return;
    const entries = [...decisions].map(([key, decision]) => ({
      key: keyOf(key),
      value: Buffer.from(JSON.stringify(decision)),
    }));
    const today = String(Math.floor(now() / dayMs)); // told anew each day, so that it lasts as long as they do
    if (board.read(topic).get("any") !== today) await board.write(topic, "any", today, keptMs);
    await values.set(entries, keptMs);
  },
  reset: (session) => {
    const keys = own.reset(session);
    void values.remove(keys.map(keyOf));
    return keys;
  },
});

const decisionIn = (bytes: Uint8Array | null): Decision | null => {
  const json = bytes === null ? null : parsedJson(Buffer.from(bytes).toString());
  return isObject(json) && Array.isArray(json["steps"]) ? (json as unknown as Decision) : null; // as `write` wrote it
};
