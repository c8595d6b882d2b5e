import { readFileSync } from "node:fs";

/**
 * What is on its way from one port of this machine to a peer and has not been taken, as the system counts it: it changes as long
 * as the peer reads. Null where that cannot be known.
 */
export type SocketQueues = (port: number, peerPort: number) => string | null;

/** A table that was read a moment ago serves again: with thousands of connections it is long. */
const freshMs = 50;

/** Queues by the tables of this system; asks them at most twenty times a second. */
export const socketQueues = (tick: () => number, read: () => string = readTables): SocketQueues => {
  let table = "";
  let readAt = Number.NEGATIVE_INFINITY;
  return (port, peerPort) => {
    if (tick() - readAt >= freshMs) {
      table = read();
      readAt = tick();
    }
    return queuesIn(table, port, peerPort);
  };
};

/** Linux shows all connections; other systems have no such file. */
const readTables = (): string => ["/proc/net/tcp", "/proc/net/tcp6"].map(readOrNothing).join("\n");

const readOrNothing = (path: string): string => {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return ""; // not this system, or not allowed: then nobody knows
  }
};

/**
 * In Linux' table (proc_net_tcp): what we have sent and the peer's system has not acknowledged, and, where the peer is a program
 * on this machine, what has arrived there and not been read. Without the second a slow reader on loopback moves only
 * when it has read a whole segment of 64 KB.
 */
export const queuesIn = (table: string, port: number, peerPort: number): string | null => {
  const ours = rowOf(table, port, peerPort);
  if (ours === null) return null;
  return `${ours.split(":")[0]} ${rowOf(table, peerPort, port)?.split(":")[1] ?? ""}`;
};

/** `tx:rx` of the connection between these ports. */
const rowOf = (table: string, from: number, to: number): string | null => {
  const row = new RegExp(`: [0-9A-F]+:${hex(from)} [0-9A-F]+:${hex(to)} [0-9A-F]{2} ([0-9A-F]+:[0-9A-F]+)`).exec(table);
  return row?.[1] ?? null;
};

const hex = (port: number): string => port.toString(16).toUpperCase().padStart(4, "0");
