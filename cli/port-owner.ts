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

/** Inodes of the sockets in the LISTEN state (0A) on the port, of IPv4 and IPv6. */
const socketsOn = (port: number): ReadonlySet<string> => {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const lines = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) => readFileSync(file, "utf8").split("\n").slice(1));
  const found = lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => state === "0A" && local?.endsWith(suffix));
  return new Set(found.flatMap((fields) => fields[9] ?? []));
};

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
