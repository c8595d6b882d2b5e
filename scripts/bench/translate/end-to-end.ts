import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { daemonIn, quiet, type Running, startProgram } from "../contestants.ts";
import { bunCommand, firstAnswerAt, measure, usedUs } from "../programs.ts";
import { rotated } from "../statistics.ts";
import type { Asked, AskJob } from "./ask.ts";
import type { Format } from "./conversation.ts";

/** From which format into which. */
export type Direction = { readonly from: Format; readonly to: Format };

/** Who is asked: the upstream itself, over a bare relay, over the daemon in its own format, and in another. */
export const ways = ["direct", "bare relay", "untranslated", "translated"] as const;
export type Way = (typeof ways)[number];

/** What is asked in one case. */
export type Load = Pick<AskJob, "bytes" | "isStream" | "connections" | "pauseMs" | "warmUpMs" | "ms">;

/** What one way came to in one round, with the processor time of the daemon for each answer; NaN where it had no part. */
export type Measured = Asked & { readonly cpuUs: number };
export type Round = Readonly<Record<Way, Measured>>;

/** All that is asked, started; `pieces` = of text in each stream. */
export type Stand = { readonly daemon: Running; readonly relay: Running; readonly upstream: Running };

const formats: readonly Format[] = ["anthropic", "openai-chat", "openai-responses"];

/** How long the streams are, in pieces of text. */
export const streamPieces = 5000;
const below = (isStream: boolean): string => (isStream ? `/stream-${streamPieces}` : "");
const nameOf = (format: Format, isStream: boolean): string => `${isStream ? "stream" : "whole"}-${format}`;

const servers = (port: number): string =>
  [false, true]
    .flatMap((isStream) =>
      formats.map((format) => {
        const url = `http://127.0.0.1:${port}${below(isStream)}`;
        return `${nameOf(format, isStream)}:\n  endpoints: { ${format}: "${url}" }\n  type: simulator\n`;
      }),
    )
    .join("");

/** Starts the upstream, the relay and the daemon. `isWatched` = the daemon tells how long its event loop was away. */
export const startStand = async (isWatched: boolean): Promise<Stand> => {
  const upstream = await startProgram((port) =>
    quiet([...bunCommand("scripts/bench/translate/upstream.ts"), `${port}`]),
  );
  const relay = await startProgram((port) =>
    quiet([...bunCommand("scripts/bench/bare-relay.ts"), `${port}`, `${upstream.port}`]),
  );
  const daemon = await startProgram((port, home) =>
    daemonIn(home, servers(upstream.port), { "server.port": `${port}` }, isWatched ? watchedCommand() : undefined),
  );
  await Promise.all([relay, daemon].map(({ port }) => firstAnswerAt(port, "/health", "GET")));
  return { upstream, relay, daemon };
};

const watchedCommand = (): string[] => {
  const [bun = "", ...words] = bunCommand("src/main.ts");
  return [bun, `--preload=${join(import.meta.dir, "longest-block.ts")}`, ...words];
};

export const stopStand = async ({ upstream, relay, daemon }: Stand): Promise<void> => {
  for (const one of [daemon, relay, upstream]) await one.stop();
};

/** One round of one case: each way once, in an order that turns. */
export const roundOf = async (stand: Stand, direction: Direction, load: Load, turn: number): Promise<Round> => {
  const found: Partial<Record<Way, Measured>> = {};
  for (const way of rotated(ways, turn)) found[way] = await askBy(way, stand, direction, load);
  return found as Round; // each way has just been asked
};

/** Asks in one way. */
export const askBy = async (way: Way, stand: Stand, { from, to }: Direction, load: Load): Promise<Measured> => {
  const isOurs = way === "translated" || way === "untranslated";
  const asked = way === "direct" ? stand.upstream : way === "bare relay" ? stand.relay : stand.daemon;
  const job: AskJob = {
    ...{ ...load, port: asked.port, format: from },
    below: isOurs ? "" : below(load.isStream),
    upstream: isOurs ? nameOf(way === "translated" ? to : from, load.isStream) : null,
  };
  const before = usedUs(stand.daemon.pid);
  const found = await measure<Asked>("scripts/bench/translate/ask.ts", job);
  return { ...found, cpuUs: isOurs ? (usedUs(stand.daemon.pid) - before) / found.answers : Number.NaN };
};

/** How long a daemon's event loop was away at most, in milliseconds, and how much of the processor it had meanwhile. */
export type Block = { readonly awayMs: number; readonly workedMs: number };

/** The longest of the daemon's while this was done. */
export const longestBlock = async ({ daemon }: Stand, during: () => Promise<unknown>): Promise<Block> => {
  const told = async (): Promise<Block> => {
    const file = join(daemon.home, "block");
    rmSync(file, { force: true });
    process.kill(daemon.pid, "SIGUSR2");
    while (!existsSync(file) || readFileSync(file, "utf8") === "") await Bun.sleep(5);
    return JSON.parse(readFileSync(file, "utf8"));
  };
  await told();
  await during();
  return told();
};
