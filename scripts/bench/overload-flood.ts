import { join } from "node:path";
import { resultOf } from "./programs.ts";

/** As many connections as are named ask again and again, each about so many milliseconds after it was answered. */
export type FloodJob = {
  readonly port: number;
  readonly connections: number;
  readonly waitMs: number;
  readonly events: number;
  readonly everyMs: number;
  readonly seconds: number;
};

/** What came of it a second. */
export type FloodResult = {
  readonly offered: number;
  readonly good: number;
  readonly refused: number;
  /** Connections that broke, and answers that took two seconds: all in all. */
  readonly wrong: number;
};

/** Asks with wrk, whose requests cost a tenth of what ours do: it shares the processors with who is measured. */
export const flood = async ({ port, connections, seconds, ...job }: FloodJob): Promise<FloodResult> => {
  const path = `/v1/messages?events=${job.events}&every=${job.everyMs}`;
  const script = join(import.meta.dir, "overload.lua");
  const how = ["-t1", `-c${connections}`, `-d${seconds}`, "-s", script, `http://127.0.0.1:${port}`];
  const told = await resultOf<Told>([wrkProgram(), ...how, "--", String(Math.round(job.waitMs)), path, body], "wrk");
  return {
    offered: told.answers / told.seconds,
    good: (told.answers - told.refused) / told.seconds,
    refused: told.refused / told.seconds,
    wrong: told.wrong,
  };
};

/** What overload.lua writes: all in all. */
type Told = {
  readonly seconds: number;
  readonly answers: number;
  readonly refused: number;
  readonly wrong: number;
};

const wrkProgram = (): string => {
  const found = Bun.which("wrk");
  if (found === null) throw new Error("There is no wrk on this machine. Try: apt-get install wrk");
  return found;
};

const body = JSON.stringify({
  ...{ model: "claude-sonnet-4-5", max_tokens: 1024, stream: true },
  messages: [{ role: "user", content: "a".repeat(900) }],
});
