import { existsSync, lstatSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { takeLock } from "../../src/lib/lock.ts";
import { redacted } from "../../src/lib/redact.ts";
import { bytes } from "../output/units.ts";
import { visible } from "../output/visible.ts";
import { defineCheck, type Finding, type Fix, hint, ok, problem } from "./check.ts";

type Facts = {
  readonly isRunning: boolean;
  readonly socket: "none" | "a socket" | "something else";
  /** Whether a process has the lock of this home. */
  readonly isLocked: boolean;
  readonly crashLog: { readonly bytes: number; readonly last: string } | null;
  readonly socketPath: string;
  readonly crashPath: string;
};

/** What a daemon that was killed has left behind. */
export const judgeLeftovers = (facts: Facts): readonly Finding[] => {
  const findings = [...socketFindings(facts), ...crashFindings(facts)];
  return findings.length === 0 ? [ok("no leftovers of a crash")] : findings;
};

const socketFindings = ({ isRunning, socket, isLocked, socketPath }: Facts): readonly Finding[] => {
  if (isRunning) return [];
  if (socket === "something else")
    return [problem(`${socketPath} is in the way: it is not a socket`, `ls -l ${socketPath}`)];
  if (isLocked) return [problem("a daemon has the lock of this home but does not answer", "proxy-cli logs -n 20")];
  if (socket === "none") return [];
  return [
    hint("a daemon was killed and left its socket; the next start removes it", "proxy-cli start", removing(socketPath)),
  ];
};

const crashFindings = ({ isRunning, crashLog, crashPath }: Facts): readonly Finding[] => {
  if (crashLog === null) return [];
  const fix = isRunning ? null : removing(crashPath); // a running one writes there
  return [
    hint(
      `a daemon has crashed or complained: crash.log has ${bytes(crashLog.bytes)}, last: ${crashLog.last}`,
      "proxy-cli bug-report",
      fix,
    ),
  ];
};

const removing = (path: string): Fix => ({ what: `remove ${path}`, apply: () => rmSync(path) });

export default defineCheck({
  name: "leftovers",
  look: ({ daemon, context: { paths } }): Facts => {
    const crashPath = join(paths.logs, "crash.log");
    const isRunning = daemon.state === "running" || daemon.state === "other protocol";
    return {
      isRunning,
      socket: kindOf(paths.socket),
      isLocked: !isRunning && isLocked(paths.lock),
      crashLog: crashLogAt(crashPath),
      socketPath: paths.socket,
      crashPath,
    };
  },
  judge: judgeLeftovers,
});

const kindOf = (path: string): Facts["socket"] => {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return "none";
  return found.isSocket() ? "a socket" : "something else";
};

const isLocked = (file: string): boolean => {
  if (!existsSync(file)) return false;
  const lock = takeLock(file);
  lock?.release();
  return lock === null;
};

const crashLogAt = (path: string): Facts["crashLog"] => {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return null;
  const last = readFileSync(path, "utf8").trimEnd().split("\n").at(-1) ?? "";
  return { bytes: size, last: visible(redacted(last)).slice(0, 120) };
};
