import type { Client } from "../../../src/control/client.ts";
import type { Answer } from "../../../src/control/contract.ts";
import type { RequestSummary } from "../../../src/core/notice.ts";
import { pause } from "../pause.ts";
import { firstUpstream } from "../place.ts";
import { playCast } from "../player/cast.ts";
import { createSender, getJson } from "../programs/http.ts";
import { listAt, textAt } from "../programs/json.ts";
import { createDesk, type Desk, type Played, type Scene, type Stage } from "../stage.ts";
import { programme, usualSeconds } from "./programme.ts";
import { type Proof, proofOf } from "./proof.ts";

type Options = {
  readonly url: string;
  readonly client: Client;
  readonly seconds: number;
  /** Who acts until the time is up, each again and again; null = the programme, in the given time. */
  readonly cast: readonly Scene[] | null;
  readonly now: () => number;
  readonly onPlayed: (played: Played) => void;
  readonly onSwitched: (from: string, to: string, staying: number) => void;
  /** Ends the show early. */
  readonly signal: AbortSignal;
};

/** What the show came to: the ledger's figures and the proof that no byte was changed. */
export type Show = { readonly stats: Answer<"stats">; readonly proof: Proof; readonly tookMs: number };

/** How much longer than planned a slow machine may take before the show is ended. */
const extraMs = 120_000;

/** Plays through a running daemon, in the given time, and compares both ends afterwards. */
export const playShow = async (options: Options): Promise<Show> => {
  const { url, client, seconds, cast, now, onPlayed, signal } = options;
  const startedAt = now();
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const tooLate = setTimeout(() => over.abort(), seconds * 1000 + extraMs);
  const desk = createDesk(createSender(url, either), onPlayed);
  const watching = watchRows(client, desk.hear, either);
  await watching.begun;
  const stage = stageOf(options, desk, either);
  await (cast === null ? playProgramme(stage) : playCast(cast, stage));
  await rowsWritten(client, desk);
  const [stats, proof] = [await client.stats({ since: startedAt, by: "status" }), await proofFor(client, desk)];
  clearTimeout(tooLate);
  over.abort();
  await watching.ended;
  return { stats, proof, tookMs: now() - startedAt };
};

const playProgramme = async (stage: Stage): Promise<void> => {
  await Promise.all(
    programme.map(async ([second, scene]) => {
      await stage.pause(second);
      if (!stage.isOver()) await scene(stage);
    }),
  );
};

/** A programme takes as long as it is to take; a cast has its own pace, and the time ends it. */
const stageOf = ({ client, seconds, cast, now, onSwitched }: Options, desk: Desk, signal: AbortSignal): Stage => {
  const pace = cast === null ? seconds / usualSeconds : 1;
  const until = cast === null ? Number.POSITIVE_INFINITY : now() + seconds * 1000;
  let number = 1;
  return {
    play: desk.play,
    pause: (length) => pause(Math.min(length * pace * 1000, until - now()), signal),
    isOver: () => signal.aborted || now() >= until,
    next: () => number++,
    switchTo: async (name) => {
      const { from, to, staying } = await client.switchUpstream({ name, force: false, dryRun: false });
      onSwitched(from, to, staying);
    },
  };
};

/** Hears of every request that ends, from the first one on. */
const watchRows = (client: Client, hear: (row: RequestSummary) => void, signal: AbortSignal) => {
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  const watch = async (): Promise<void> => {
    try {
      for await (const message of client.watch(signal)) {
        resolve(); // the snapshot comes first; from then on nothing is missed
        if (message.type === "request-ended") hear(message.request);
      }
    } catch {
      // Ended by us, or the daemon has gone: what was missed is asked for at the end.
    }
    resolve();
  };
  return { begun, ended: watch() };
};

/** Rows that the watch has not told are asked for; a stream that its client left is booked a moment later. */
const rowsWritten = async (client: Client, { waiting, hear }: Desk): Promise<void> => {
  const deadline = performance.now() + patienceMs;
  while (waiting().length > 0 && performance.now() < deadline) {
    for (const row of await client.recent({ limit: 512 })) hear(row);
    if (waiting().length > 0) await Bun.sleep(pollMs);
  }
};

/** The vendor closes its book on an answer a moment after the client has the last byte. */
const proofFor = async (client: Client, { seen }: Desk): Promise<Proof> => {
  const { upstreams } = await client.upstreams({});
  const vendor = upstreams.find(({ name }) => name === firstUpstream)?.endpoint ?? "";
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const log = await getJson(`${vendor}/_sim/requests`);
    const isOpen = listAt(log, "requests").some((entry) => textAt(entry, "ending") === "");
    if (!isOpen || performance.now() > deadline) return proofOf(seen(), log);
    await Bun.sleep(pollMs);
  }
};

const patienceMs = 10_000;
const pollMs = 25;
