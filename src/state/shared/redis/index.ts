import type { Shared, SharedStanding } from "../../../core/shared.ts";
import type { RedisAddress } from "../../../lib/redis-address.ts";
import { countersAlone, valuesAlone } from "../alone.ts";
import { SharedBoard } from "./board.ts";
import { createCounters } from "./counters.ts";
import { keepLease, usualLeaseMs } from "./lease.ts";
import { Link } from "./link.ts";
import { createSightings } from "./sightings.ts";
import { ValuesOnRedis } from "./values.ts";
import { type OpenWire, openWire } from "./wire.ts";

type Options = {
  readonly address: RedisAddress;
  readonly prefix: string;
  readonly budgetMs: number;
  /** Names this run of this daemon; nobody else ever has the same. */
  readonly name: string;
  readonly now: () => number;
  readonly random: () => number;
  readonly onChange: (standing: SharedStanding) => void;
  readonly open?: OpenWire;
  /** How long after its death what a daemon has guessed is taken back. */
  readonly leaseMs?: number;
};

/** What several daemons know together, in a Redis or Valkey. While it is away each goes on with what it knows itself. */
export const createOnRedis = ({ open = openWire, leaseMs = usualLeaseMs, ...options }: Options): Shared => {
  const { prefix, now, name } = options;
  const link = new Link({ ...options, open });
  const endLease = keepLease({ link, prefix, leaseMs }); // first of all that is done when it is up: what is taken then is held by it
  const board = new SharedBoard({ link, prefix, now, name });
  const values = new ValuesOnRedis({ link, prefix, now, own: valuesAlone(now) });
  return {
    counters: createCounters({ link, prefix, now, own: countersAlone(now) }),
    values: {
      get: (keys) => values.get(keys),
      set: (entries, ttlMs) => values.set(entries, ttlMs),
      remove: (keys) => values.remove(keys),
      agree: (key, own) => values.agree(key, own),
    },
    sightings: createSightings({ link, prefix }),
    board: {
      read: (topic) => board.read(topic),
      write: (topic, key, value, ttlMs) => board.write(topic, key, value, ttlMs),
      listen: (topic, hear) => board.listen(topic, hear),
    },
    standing: () => link.standing(),
    tried: link.tried,
    close: async () => {
      endLease();
      board.stop();
      await link.close();
    },
  };
};
