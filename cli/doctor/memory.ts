import { accessSync, constants, existsSync, statSync } from "node:fs";
import { bytes } from "../output/units.ts";
import type { Mode } from "../sessions/modes.ts";
import { defineCheck, type Finding, hint, ok, problem } from "./check.ts";

type Facts = {
  /** What is left out of conversations; null = no daemon runs that could say. */
  readonly mode: Mode | null;
  readonly file: string;
  /** What is kept of what was decided; null = nothing yet. */
  readonly fileBytes: number | null;
  readonly isWritable: boolean;
  /** How much may be kept; null = nobody can say. */
  readonly mostBytes: number | null;
};

/** Whether what is left out of conversations can stay left out: that has to be written down before it is sent. */
export const judgeMemory = ({ mode, file, fileBytes, isWritable, mostBytes }: Facts): readonly Finding[] => {
  if (!isWritable)
    return [problem(`what was left out of conversations cannot be written down: ${file}`, `chmod u+rw ${file}`)];
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
      file: paths.replay,
      fileBytes: existsSync(paths.replay) ? statSync(paths.replay).size : null,
      isWritable: !existsSync(paths.replay) || canWrite(paths.replay),
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
