import { randomBytes } from "node:crypto";
import type { Shared, SharedStanding } from "../../core/shared.ts";
import { redisAddress } from "../../lib/redis-address.ts";
import type { Log } from "../logs/log.ts";
import { createAlone } from "./alone.ts";
import { type Daemons, noDaemons, openDaemons } from "./daemons.ts";
import { createOnRedis } from "./redis/index.ts";
import { agreeOnSalt } from "./salt.ts";

/** Where daemons share what they know. */
export type StoreOptions = {
  /** Empty = nowhere. */
  readonly url: string;
  readonly prefix: string;
  readonly budgetMs: number;
  /** What people call this daemon. */
  readonly name: string;
  /** Its machine and folder. */
  readonly home: string;
};

type Surroundings = {
  readonly now: () => number;
  readonly run: string;
  readonly log: Pick<Log, "write">;
  /** The file of this installation's secret. */
  readonly salt: string;
};

/** What is shared and with whom, and when it was tried for the first time. */
type Opened = { readonly shared: Shared; readonly daemons: Daemons; readonly joined: Promise<void> };

/** What daemons share by these settings; the log hears of each change between there and away. */
export const openShared = (store: StoreOptions | undefined, { now, run, log, salt }: Surroundings): Opened => {
  const address = store === undefined ? null : redisAddress(store.url);
  if (store === undefined || address === null)
    return { shared: createAlone(now), daemons: noDaemons, joined: Promise.resolve() };
  let agreeing: Promise<void> = Promise.resolve();
  const onChange = ({ state, reason }: SharedStanding): void => {
    if (state === "away") return log.write("warn", "the shared store is away; this daemon goes on alone", { reason });
    log.write("info", "the shared store is connected");
    agreeing = agree();
  };
  const agree = async (): Promise<void> => {
    if (await agreeOnSalt(salt, shared)) log.write("info", "the secret behind names is now that of the other daemons");
  };
  const { prefix, budgetMs } = store;
  const name = `${run}-${randomBytes(6).toString("hex")}`; // in two containers a run may have the same name
  const shared = createOnRedis({ address, prefix, budgetMs, name, now, random: Math.random, onChange });
  const daemons = openDaemons({ board: shared.board, run: name, name: store.name, home: store.home, log });
  return { shared, daemons, joined: shared.tried.then(() => agreeing) };
};
