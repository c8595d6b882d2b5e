import { readFileSync } from "node:fs";
import { getCACertificates } from "node:tls";
import type { Redis } from "ioredis";
import type { RedisAddress, RedisTls } from "../../../lib/redis-address.ts";
import { Trouble, troubleFrom } from "./trouble.ts";

/** A command's words; bytes as they are. */
export type Words = readonly [string, ...(readonly (string | number | Buffer)[])];

/** One connection to a Redis; when it is gone it stays gone. */
export type Wire = {
  /** Its reply, texts as bytes. Rejects with a `Trouble`; waits for ever where nothing is answered. */
  readonly send: (words: Words) => Promise<unknown>;
  /** Commands that were not answered yet. */
  readonly waiting: () => number;
  /** Settles when it is gone, with the reason. */
  readonly gone: Promise<Trouble>;
  readonly end: () => void;
};

/** What opens a wire; rejects with a `Trouble`. */
export type OpenWire = (address: RedisAddress, connectMs: number) => Promise<Wire>;

/**
 * Opens a connection with nothing of the library's own ideas: no queue while it is away, no reconnecting, nothing sent
 * twice. All of that is decided in one place, `link.ts`.
 */
export const openWire: OpenWire = async (address, connectMs) => {
  const { Redis: Client } = await import("ioredis"); // 70 ms that nobody pays who shares nothing
  const client = new Client({
    ...{ host: address.host, port: address.port, db: address.db, connectTimeout: connectMs },
    ...(address.username === null ? {} : { username: address.username }),
    ...(address.password === null ? {} : { password: address.password }),
    ...(address.tls === null ? {} : { tls: certificatesOf(address.tls) }),
    ...{ lazyConnect: true, enableOfflineQueue: false, enableReadyCheck: false, disableClientInfo: true, protocol: 2 },
    ...{ autoResendUnfulfilledCommands: false, maxRetriesPerRequest: null, retryStrategy: () => null },
  });
  const gone = Promise.withResolvers<Trouble>();
  let trouble: Trouble | null = null;
  client.on("error", (thrown: unknown) => {
    if (trouble?.isTheirs !== true) trouble = troubleFrom(thrown); // what was said tells more than that it hung up
    if (trouble.isTheirs) client.disconnect(); // a wrong password, or what speaks there is no Redis
  });
  client.on("close", () => gone.resolve(trouble ?? new Trouble("it hung up")));
  const connecting = client.connect();
  try {
    await Promise.race([connecting, gone.promise.then((why) => Promise.reject(why))]);
  } catch (thrown) {
    client.disconnect();
    connecting.catch(() => undefined);
    throw trouble ?? troubleFrom(thrown);
  }
  return wireOn(client, gone.promise, () => trouble);
};

/** They are read at each connection: one that was renewed counts from then on. Throws where a file cannot be read. */
const certificatesOf = ({ caFile, certFile, keyFile }: RedisTls) => ({
  // A `ca` takes the place of the system's roots, so they have to be named beside it.
  ...(caFile === null ? {} : { ca: [...getCACertificates("default"), readFileSync(caFile, "utf8")] }),
  ...(certFile === null || keyFile === null ? {} : { cert: readFileSync(certFile), key: readFileSync(keyFile) }),
});

/** `broken` tells why the connection broke, where that is known: the library rejects what waited in words of its own. */
const wireOn = (client: Redis, gone: Promise<Trouble>, broken: () => Trouble | null): Wire => {
  let waiting = 0;
  return {
    send: async ([name, ...rest]) => {
      waiting++;
      try {
        return await client.callBuffer(name, ...rest);
      } catch (thrown) {
        const trouble = troubleFrom(thrown);
        throw trouble.isTheirs ? trouble : (broken() ?? trouble);
      } finally {
        waiting--;
      }
    },
    waiting: () => waiting,
    gone,
    end: () => {
      client.disconnect();
      client.stream?.destroy(); // one that is frozen would never agree to hang up
    },
  };
};
