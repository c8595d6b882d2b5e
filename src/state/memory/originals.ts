import { existsSync } from "node:fs";
import type { KeptOriginal, Originals } from "../../core/memory.ts";
import { once } from "../../lib/once.ts";
import { openSmallDatabase } from "../small-database.ts";
import {
  countRecall,
  dropOriginals,
  listOriginals,
  originalAt,
  originalsSchema,
  originalsSums,
  pinnedIds,
  placeIn,
  putOriginals,
  setPin,
} from "./rows.ts";
import { makeRoom, putPacked, textAt, unpacked } from "./upkeep.ts";

/** How much is kept, and how long. */
export type OriginalsLimits = {
  /** Null = for ever. */
  readonly keepMs: number | null;
  readonly maxBytes: number;
};

/** Where nobody has said more. */
export const usualLimits: OriginalsLimits = { keepMs: 30 * 86_400_000, maxBytes: 256 * 1024 ** 2 };

/** The originals of one installation. */
export type OriginalStore = Originals & {
  /** What is kept from now on. */
  readonly limit: (limits: OriginalsLimits) => void;
  /** Lets go what is too old or too much, and packs what is large; done by itself a while after something was kept. */
  readonly tidy: () => Promise<void>;
  readonly close: () => void;
};

type Options = {
  /** Null = they are kept as long as the process lives. */
  readonly file: string | null;
  readonly now: () => number;
  readonly limits?: OriginalsLimits;
  /** Does something when requests have gone on. */
  readonly later: (work: () => void) => void;
  /** Hears what goes wrong, in words without anybody's text. */
  readonly onTrouble: (what: string) => void;
};

/** What is kept of what was left out of conversations; the file is opened when it is first needed. */
export const openOriginals = ({ file, now, limits: first = usualLimits, later, onTrouble }: Options): OriginalStore => {
  let limits = first;
  let opened: Database | null = null;
  let isTidying = false;
  let isClosed = false;
  const movedAside = (to: string): void =>
    onTrouble(`The file of what was left out, originals.db, was damaged; it has been moved to ${to}.`);
  const use: Use = (work) => {
    opened ??= openedAs({ file, now, movedAside });
    return opened.use(work);
  };
  const nothing = once(() => openedAs({ file: null, now, movedAside }));
  // Where nothing was ever kept, looking makes no file.
  const looking: Use = (work) =>
    opened === null && file !== null && !existsSync(file) ? nothing().use(work) : use(work);
  const since = (): number => (limits.keepMs === null ? 0 : now() - limits.keepMs);
  const tidy = async (): Promise<void> => {
    await pack(use, () => isClosed);
    if (!isClosed) use((database) => makeRoom(database, { since: since(), maxBytes: limits.maxBytes }));
  };
  const tidyLater = (): void => {
    if (isTidying) return;
    isTidying = true;
    later(() => {
      isTidying = false;
      if (!isClosed)
        tidy().catch((thrown: unknown) => onTrouble(`What was left out could not be tidied: ${nameOf(thrown)}.`));
    });
  };
  return {
    limit: (next) => {
      limits = next;
    },
    tidy,
    keep: async (originals) => {
      if (originals.length === 0) return;
      use((database) => putOriginals(database, originals, now()));
      tidyLater();
    },
    belong: async (ids, session) => {
      if (ids.length > 0) use((database) => placeIn(database, ids, session));
    },
    ...readingOf(looking, { now, since, limits: () => limits }),
    close: () => {
      isClosed = true;
      opened?.close();
    },
  };
};

type Database = ReturnType<typeof openSmallDatabase>;
type Use = Database["use"];

const pack = async (use: Use, isClosed: () => boolean): Promise<void> => {
  for (let rows = use(unpacked); rows.length > 0; rows = use(unpacked)) {
    for (const { id, text } of rows) {
      const packed = await Bun.zstdCompress(text, { level: 3 });
      if (isClosed()) return;
      use((database) => putPacked(database, id, packed.length < text.length ? packed : null));
    }
  }
};

const openedAs = (options: Omit<Parameters<typeof openSmallDatabase>[0], "migrations">): Database => {
  const database = openSmallDatabase({ ...options, migrations: originalsSchema });
  // A request waits for what is kept of it, and for no disk: `tidy` brings it into the file.
  database.use((open) => open.run("PRAGMA wal_autocheckpoint = 0"));
  return database;
};

const nameOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.name : "unknown");

type Bounds = {
  readonly now: () => number;
  readonly since: () => number;
  readonly limits: () => OriginalsLimits;
};

type Reading = Pick<Originals, "pinned" | "list" | "find" | "text" | "recalled" | "pin" | "forget" | "figures">;

const readingOf = (use: Use, { now, since, limits }: Bounds): Reading => {
  const find = (id: string): KeptOriginal | "gone" | null => use((database) => originalAt(database, id, since()));
  const isKept = (id: string): boolean => {
    const found = find(id);
    return found !== null && found !== "gone";
  };
  return {
    pinned: async () => use(pinnedIds),
    list: async (asked) => use((database) => listOriginals(database, { ...asked, since: since() })),
    find: async (id) => find(id),
    text: async (id) => (isKept(id) ? use((database) => textAt(database, id)) : null),
    recalled: async (id) => use((database) => countRecall(database, id, now())),
    pin: async (id, isPinned) => {
      if (!isKept(id)) return false;
      use((database) => setPin(database, id, isPinned));
      return true;
    },
    forget: async (which) => use((database) => dropOriginals(database, which)),
    figures: async () => ({ ...use(originalsSums), ...limits() }),
  };
};
