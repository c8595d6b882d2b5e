import type { Shared, SharedStanding } from "../../src/core/shared.ts";
import { redisAddress } from "../../src/lib/redis-address.ts";
import { createOnRedis } from "../../src/state/shared/redis/index.ts";
import { until } from "./wait.ts";

let count = 0;

/** What a daemon shares through the Redis at this address, as if it were one, and the changes of state that it tells. */
export type OnRedis = ReturnType<typeof createOnRedis> & { readonly told: readonly SharedStanding[] };

/** How one is opened; a busy machine has patience unless the test is about its end. */
export type SharedOptions = {
  readonly prefix?: string;
  readonly budgetMs?: number;
  readonly now?: () => number;
  readonly leaseMs?: number;
};

/** Opens it, in whatever state the server is. */
export const onRedis = (
  url: string,
  { prefix = "t:", budgetMs = 2000, now = Date.now, ...lease }: SharedOptions = {},
): OnRedis => {
  const address = redisAddress(url);
  if (address === null) throw new Error(`No address of a Redis: ${url}`);
  const told: SharedStanding[] = [];
  const name = `test-${process.pid}-${++count}`;
  const onChange = (standing: SharedStanding): void => void told.push(standing);
  const shared = createOnRedis({ address, prefix, budgetMs, name, now, random: Math.random, onChange, ...lease });
  return { ...shared, told };
};

/** Waits until it can be used. */
export const connected = async <T extends Shared>(shared: T): Promise<T> => {
  await until("the shared store is connected", () => shared.standing().state === "connected");
  return shared;
};

/** Waits until it is known to be away. */
export const away = (shared: Shared): Promise<unknown> =>
  until(
    "the shared store is away",
    () => shared.standing().state === "away" && shared.standing().reason !== "not reached yet",
  );
