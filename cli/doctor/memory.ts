import { accessSync, constants, existsSync, statSync } from "node:fs";
import { bytes } from "../output/units.ts";
import type { Mode } from "../sessions/modes.ts";
import { defineCheck, type Finding, hint, ok, problem } from "./check.ts";

type Facts = {
  /** What is left out of conversations; null = no daemon runs that could say. */
  readonly mode: Mode | null;
  /** Of the two, the one that cannot be written; null = both can. */
  readonly unwritable: string | null;
  /** What is kept of what was left out; null = nothing yet. */
  readonly fileBytes: number | null;
  /** How much of it may be kept; null = nobody can say. */
  readonly mostBytes: number | null;
};

/** Whether what is left out of conversations can stay left out: that has to be written down before it is sent. */
export const judgeMemory = ({ mode, unwritable, fileBytes, mostBytes }: Facts): readonly Finding[] => {
  if (unwritable !== null)
    return [
      problem(`what was left out of conversations cannot be written down: ${unwritable}`, `chmod u+rw ${unwritable}`),
    ];
  if (fileBytes === null) return [ok(`memory: ${mode ?? "nothing"}${mode === null ? " was ever left out" : ""}`)];
  const text = `memory: ${mode ?? "not running"}, ${bytes(fileBytes)} kept`;
  return mostBytes !== null && fileBytes > mostBytes
    ? [hint(`${text}, more than memory.keep_bytes allows`, "proxy-cli config get memory.keep_days")]
    : [ok(text)];
};

export default defineCheck({
  name: "memory",
  look: async ({ daemon, context: { paths, client } }): Promise<Facts> => {
    const status = daemon.state === "running" ? daemon.status : null;
    const settings = status === null ? [] : (await client.config({})).settings;
    const most = settings.find(({ name }) => name === "memory.keep_bytes")?.value;
    return {
      mode: status?.memory?.mode ?? null, // an older daemon does not say
      unwritable: [paths.replay, paths.originals].find((file) => existsSync(file) && !canWrite(file)) ?? null,
      fileBytes: existsSync(paths.originals) ? statSync(paths.originals).size : null,
      mostBytes: typeof most === "number" ? most : null,
    };
  },
  judge: judgeMemory,
});

const canWrite = (file: string): boolean => {
  try {
    accessSync(file, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
};
