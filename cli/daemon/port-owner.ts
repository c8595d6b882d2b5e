import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { basename } from "node:path";

/** The program that listens on a port. */
export type PortOwner = { readonly name: string; readonly pid: number; readonly isMine: boolean };

/** Who listens on this port, as far as /proc lets us see; null when it does not. */
export const ownerOf = (port: number): PortOwner | null => {
  try {
    const sockets = socketsOn(port);
    const pid = sockets.size === 0 ? undefined : processes().find((candidate) => hasOneOf(candidate, sockets));
    return pid === undefined
      ? null
      : { name: nameOf(pid), pid, isMine: statSync(`/proc/${pid}`).uid === process.getuid?.() };
  } catch {
    return null; // no /proc here, or the process has just ended
  }
};

/** The addresses that a process of ours listens on; null where the system does not tell. */
export const addressesOf = (pid: number): readonly string[] | null => {
  try {
    const own = socketInodes(pid);
    return listening().flatMap(({ address, inode }) => (own.has(inode) ? [address] : []));
  } catch {
    return null;
  }
};

type Listening = { readonly address: string; readonly port: number; readonly inode: string };

/** Inodes of the sockets in the LISTEN state on the port, of IPv4 and IPv6. */
const socketsOn = (port: number): ReadonlySet<string> =>
  new Set(listening().flatMap((socket) => (socket.port === port ? [socket.inode] : [])));

const listening = (): readonly Listening[] =>
  ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) => listeningIn(readFileSync(file, "utf8")));

/** The listening sockets (state 0A) of /proc/net/tcp or tcp6. */
export const listeningIn = (table: string): readonly Listening[] =>
  table.split("\n").flatMap((line) => {
    const [, local = "", , state, , , , , , inode = ""] = line.trim().split(/\s+/);
    const [address = "", port = ""] = local.split(":");
    return state === "0A" ? [{ address: readable(address), port: Number.parseInt(port, 16), inode }] : [];
  });

/** The kernel writes addresses as 32-bit words in this machine's order, the least byte first. */
const readable = (hex: string): string => {
  const words = (hex.match(/.{8}/g) ?? []).map((word) => (word.match(/../g) ?? []).toReversed());
  if (words.length === 1) return (words[0] ?? []).map((byte) => Number.parseInt(byte, 16)).join(".");
  const groups = words.flat().join("").match(/.{4}/g) ?? [];
  return new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
};

const socketInodes = (pid: number): ReadonlySet<string> =>
  new Set(readdirSync(`/proc/${pid}/fd`).map((fd) => inodeOf(`/proc/${pid}/fd/${fd}`)));

const processes = (): readonly number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

const hasOneOf = (pid: number, sockets: ReadonlySet<string>): boolean => {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => sockets.has(inodeOf(`/proc/${pid}/fd/${fd}`)));
  } catch {
    return false; // another user's, or gone
  }
};

const inodeOf = (link: string): string => {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(link))?.[1] ?? "";
  } catch {
    return ""; // closed meanwhile
  }
};

const nameOf = (pid: number): string => {
  const [program = ""] = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  return basename(program) || readFileSync(`/proc/${pid}/comm`, "utf8").trim();
};
