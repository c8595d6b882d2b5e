import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** A socket of this process that belongs to one of its ports. */
export type OwnSocket = {
  readonly fd: number;
  /** It takes connections; any other is one. */
  readonly isListening: boolean;
  /** Bytes that have come and have not been read; of a listening one connections that have not been taken. */
  readonly waiting: number;
};

/** What the system shows of all sockets, and of the files of this process. Only Linux does. */
export type SocketTables = {
  readonly tables: () => readonly string[];
  /** File descriptors, each with what it leads to. */
  readonly files: () => readonly (readonly [fd: number, target: string])[];
};

/** Sockets of this process with this port on our side; null where the system does not tell. */
export const ownSocketsOn = (port: number, system: SocketTables = linux): readonly OwnSocket[] | null => {
  try {
    const rows = system.tables().flatMap((table) => rowsIn(table, port));
    const own = new Map(system.files().map(([fd, target]) => [target, fd]));
    return rows.flatMap(({ inode, ...row }) => {
      const fd = own.get(`socket:[${inode}]`);
      return fd === undefined ? [] : [{ ...row, fd }];
    });
  } catch {
    return null; // another system, or no descriptor left to look with
  }
};

/** Connections of this process on its port; null where the system does not tell. */
export const connectionsOn = (port: number): number | null =>
  ownSocketsOn(port)?.filter(({ isListening }) => !isListening).length ?? null;

type Row = Omit<OwnSocket, "fd"> & { readonly inode: string };

/** Connections that still carry something (established 01, ended by the peer alone 08), and listening sockets (0A). */
const states = new Set(["01", "08", "0A"]);

/** The rows of Linux' table (proc_net_tcp) with this port on our side. */
const rowsIn = (table: string, port: number): readonly Row[] => {
  const ours = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return table.split("\n").flatMap((line) => {
    const [, local = "", , state = "", queues = "", , , , , inode = "0"] = line.trim().split(/\s+/);
    if (!local.endsWith(ours) || !states.has(state)) return [];
    return [{ isListening: state === "0A", waiting: Number.parseInt(queues.split(":")[1] ?? "0", 16), inode }];
  });
};

const linux: SocketTables = {
  tables: () => ["/proc/self/net/tcp", "/proc/self/net/tcp6"].map(textOf),
  files: () => readdirSync("/proc/self/fd").map((fd) => [Number(fd), targetOf(fd)]),
};

/** Without IPv6 there is no second table. */
const textOf = (file: string): string => {
  try {
    return readFileSync(file, "latin1");
  } catch (thrown) {
    if (file.endsWith("6")) return "";
    throw thrown;
  }
};

const targetOf = (fd: string): string => {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return ""; // closed meanwhile
  }
};
