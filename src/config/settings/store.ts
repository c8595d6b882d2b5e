import { z } from "zod";
import { readPostgresAddress } from "../../lib/postgres-address.ts";
import { redisAddress } from "../../lib/redis-address.ts";
import { setting, text, whole } from "./setting.ts";

/** Empty for none; the wrong value is not repeated in the error, it may hold a password. */
const redisUrl = z.string({ error: "must be a text" }).refine((url) => url === "" || redisAddress(url) !== null, {
  error: "must be an address such as redis://NAME:PASSWORD@redis.example:6379/0 or rediss://redis.example, or empty",
});

const postgresUrl = z
  .string({ error: "must be a text" })
  .refine((url) => url === "" || readPostgresAddress(url) !== null, {
    error: "must be an address such as postgres://NAME:PASSWORD@HOST:5432/DATABASE?sslmode=verify-full, or empty",
  });

/** What several daemons share. */
export const storeSettings = {
  "store.redis_url": setting(
    redisUrl,
    "",
    "A Redis or Valkey that several daemons share: redis://[NAME:PASSWORD@]HOST[:PORT][/DB], rediss:// for TLS (?cacert=FILE for an authority of your own); empty = this daemon is alone.",
    { restart: true },
  ),
  "store.redis_prefix": setting(
    text,
    "proxy-cli:",
    "What the names of all keys in it begin with; daemons with the same beginning are together.",
    { restart: true },
  ),
  "store.redis_budget_ms": setting(
    whole(1, 10_000),
    20,
    "How long a request waits for it at most; whoever is late five times in a row is left alone until it answers again.",
    { restart: true },
  ),
  "store.ledger_url": setting(
    postgresUrl,
    "",
    "A PostgreSQL that gets a copy of each row of the ledger: postgres://NAME:PASSWORD@HOST:PORT/DATABASE; while it is away rows wait here.",
    { env: ["PROXY_LEDGER_URL"], restart: true },
  ),
  "store.instance": setting(
    z.string({ error: "must be a text" }).max(64, { error: "must have 64 characters at most" }),
    "",
    "What this daemon is called there, for `stats --by daemon`; empty for the name of this machine.",
    { restart: true },
  ),
  "store.spool_rows": setting(
    whole(1, 100_000_000),
    1_000_000,
    "So many rows wait at most while PostgreSQL is away; then the oldest are given up there, and `status` says so.",
    { restart: true },
  ),
} as const;
