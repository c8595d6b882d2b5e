import { readPostgresAddress, shownPostgres } from "../../lib/postgres-address.ts";
import { type EverywhereQuestion, statsEverywhere } from "./postgres/answer.ts";
import { openPostgres } from "./postgres/connection.ts";
import { bringUpToDate, refuseNewer } from "./postgres/schema.ts";
import { isRowsFault, troubleOf } from "./postgres/trouble.ts";
import { writeRows } from "./postgres/write.ts";
import type { Stats } from "./row.ts";
import { type ElsewhereHealth, Shipper } from "./shipper.ts";
import type { Spool } from "./spool.ts";

/** Where rows go beside the ledger's own file. */
export type Elsewhere = {
  /** With name and password. */
  readonly url: string;
  /** What this daemon is called there; null = by its machine and its ledger. */
  readonly instance: string | null;
  readonly machine: string;
  /** So many rows wait at most. */
  readonly maxRows: number;
};

/** The answer of the ledger elsewhere, and how many rows of ours it did not have yet. */
export type EverywhereStats = Stats & { readonly waiting: number };

/** A ledger elsewhere, as this one's thread sees it. */
export type ElsewhereLink = {
  /** Something may wait. */
  readonly nudge: () => void;
  /** Includes all that has been written here, if that arrives soon. Throws in a few words what stands in the way. */
  readonly stats: (question: EverywhereQuestion) => Promise<EverywhereStats>;
  /** Sends what waits, as far as that goes quickly. */
  readonly end: () => Promise<void>;
};

/** A batch takes some milliseconds; a server that needs so long is as good as away. */
const writeLimitMs = 10_000;

/** A question may read many rows. */
const askLimitMs = 20_000;

/** So long at most is waited until our own rows are there, and at the end of the daemon. */
const flushMs = 2000;

/** What names the place in a spool: another one gets all rows again. Throws on what is no address. */
export const targetOf = ({ url }: Elsewhere): string => {
  const address = readPostgresAddress(url);
  if (address === null) throw new Error("store.ledger_url is no address of a PostgreSQL");
  return shownPostgres(address);
};

/** Two daemons of one machine have two ledgers; one that is in memory has a new name at each start, which tells nothing. */
const nameOf = ({ instance, machine }: Elsewhere, source: string, isInMemory: boolean): string =>
  instance ?? (isInMemory ? machine : `${machine}-${source.slice(0, 4)}`);

/** What the link needs of the thread that it is in. */
type Ends = {
  /** The spool of this moment. */
  readonly spool: () => Spool | null;
  readonly isInMemory: boolean;
  readonly tell: (health: ElsewhereHealth) => void;
};

/** Begins to send what the spool has. */
export const linkElsewhere = (elsewhere: Elsewhere, { spool, isInMemory, tell }: Ends): ElsewhereLink => {
  const address = readPostgresAddress(elsewhere.url);
  if (address === null) throw new Error("store.ledger_url is no address of a PostgreSQL");
  const writing = openPostgres(address, bringUpToDate);
  const asking = openPostgres(address, refuseNewer, "repeatable read read only"); // a long answer must not keep rows waiting
  const shipper = new Shipper({
    place: shownPostgres(address),
    spool,
    deliver: (source, rows) =>
      writing.transact(writeLimitMs, (query) =>
        writeRows(query, { source, daemon: nameOf(elsewhere, source, isInMemory) }, rows),
      ),
    ...{ isRowsFault, troubleOf, tell, now: Date.now, random: Math.random },
    later: (ms, work) => {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
  });
  return {
    nudge: () => shipper.nudge(),
    stats: async (question) => {
      await shipper.flush(flushMs);
      try {
        const stats = await asking.transact(askLimitMs, (query) => statsEverywhere(query, question));
        return { ...stats, waiting: spool()?.waiting() ?? 0 };
      } catch (error) {
        throw new Error(`PostgreSQL at ${shownPostgres(address)} gives no answer: ${troubleOf(error)}`, {
          cause: error,
        });
      }
    },
    end: async () => {
      await shipper.flush(flushMs);
      shipper.end();
      await Promise.all([writing.close(), asking.close()]);
    },
  };
};
