import { readFileSync } from "node:fs";
import { defineCheck, type Finding, hint, ok, unchecked } from "./check.ts";

type Facts = { readonly limit: number | null; readonly whose: "daemon" | "shell" };

/** Two descriptors for each answer under way, and some for files. */
const enough = 4096;

/** Whether there are descriptors for many answers at a time. */
export const judgeFileLimit = ({ limit, whose }: Facts): readonly Finding[] => {
  if (limit === null) return [unchecked("file limit: this system does not tell it")];
  const text = `file limit of the ${whose} is ${limit === Number.POSITIVE_INFINITY ? "unlimited" : limit}`;
  return [limit >= enough ? ok(text) : hint(`${text}, which is low`, "ulimit -n 65536 && proxy-cli restart")];
};

/** The soft limit out of /proc/PID/limits. */
export const limitIn = (text: string): number | null => {
  const [, soft] = /^Max open files\s+(\d+|unlimited)\s/m.exec(text) ?? [];
  if (soft === undefined) return null;
  return soft === "unlimited" ? Number.POSITIVE_INFINITY : Number(soft);
};

export default defineCheck({
  name: "file limit",
  look: ({ daemon }): Facts => {
    const isRunning = daemon.state === "running";
    const limit = limitOf(isRunning ? String(daemon.status.pid) : "self");
    return { limit, whose: isRunning ? "daemon" : "shell" };
  },
  judge: judgeFileLimit,
});

const limitOf = (pid: string): number | null => {
  try {
    return limitIn(readFileSync(`/proc/${pid}/limits`, "utf8"));
  } catch {
    return null; // no /proc here
  }
};
