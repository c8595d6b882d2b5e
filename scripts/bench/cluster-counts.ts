import { RedisClient } from "bun";
import { connectTo } from "../../src/control/client.ts";

/** Requests as the daemons have them together in Redis, and as each of them has booked its own. */
export type Counted = { readonly counted: number; readonly ended: number };

/** What a daemon had to decide alone, because Redis was late, is added there a moment later. */
const settledMs = 5000;

/** Reads both, as soon as they agree; or as they are after some seconds. */
export const counters = async (redisPort: number, prefix: string, sockets: readonly string[]): Promise<Counted> => {
  const redis = new RedisClient(`redis://127.0.0.1:${redisPort}`);
  try {
    const until = performance.now() + settledMs;
    for (;;) {
      const found = { counted: await countedIn(redis, prefix), ended: await endedOn(sockets) };
      if (found.counted === found.ended || performance.now() > until) return found;
      await Bun.sleep(50);
    }
  } finally {
    redis.close();
  }
};

const countedIn = async (redis: RedisClient, prefix: string): Promise<number> => {
  const keys = await redis.keys(`${prefix}n:*`);
  const amounts = await Promise.all(keys.map((key) => redis.hmget(key, ["f"])));
  return amounts.reduce((sum, [amount]) => sum + Number(amount ?? 0), 0);
};

const endedOn = async (sockets: readonly string[]): Promise<number> => {
  const all = await Promise.all(sockets.map((socket) => connectTo(socket).status({})));
  return all.reduce((sum, { tally }) => sum + tally.ended, 0);
};
