import { randomBytes } from "node:crypto";
import type { Shared, SharedStanding } from "../../core/shared.ts";
import { redisAddress } from "../../lib/redis-address.ts";
import type { Log } from "../logs/log.ts";
import { createAlone } from "./alone.ts";
import { createOnRedis } from "./redis/index.ts";

/** Where daemons share what they know. */
export type StoreOptions = {
  /** Empty = nowhere. */
  readonly url: string;
  readonly prefix: string;
  readonly budgetMs: number;
};

type Surroundings = { readonly now: () => number; readonly run: string; readonly log: Pick<Log, "write"> };

/** What daemons share by these settings; the log hears of each change between there and away. */
export const openShared = (store: StoreOptions | undefined, { now, run, log }: Surroundings): Shared => {
  const address = store === undefined ? null : redisAddress(store.url);
  if (store === undefined || address === null) return createAlone(now);
  const onChange = ({ state, reason }: SharedStanding): void =>
    state === "away"
      ? log.write("warn", "the shared store is away; this daemon goes on alone", { reason })
      : log.write("info", "the shared store is connected");
  const { prefix, budgetMs } = store;
  const name = `${run}-${randomBytes(6).toString("hex")}`; // in two containers a run may have the same name
  return createOnRedis({ address, prefix, budgetMs, name, now, random: Math.random, onChange });
};
