import { headerOf } from "../../tests/support/fault-bench.ts";
import { type Format, formats } from "../../tests/support/formats.ts";
import { requestText } from "../../tests/support/http-text.ts";
import { connectRaw, type RawClient } from "../../tests/support/raw-client.ts";
import type { Habit } from "./habits.ts";

/** What all clients together have seen. */
export type Seen = {
  /** Requests that were written whole. */
  readonly sent: number;
  readonly byHabit: Readonly<Record<string, number>>;
  /** Answers by their status, and what had none. */
  readonly answers: Readonly<Record<string, number>>;
  /** Names of errors of ours by the habit that was told them: `spends too much: budget_exceeded`. */
  readonly refused: Readonly<Record<string, number>>;
  /** What answers said of our own cache: `hit`, `miss`. */
  readonly cache: Readonly<Record<string, number>>;
  /** Of plain answers with 200, through the proxy and from the vendor itself, in milliseconds. */
  readonly throughMs: readonly number[];
  readonly directMs: readonly number[];
};

/** What was seen in two runs, one after the other. */
export const together = (one: Seen, other: Seen): Seen => ({
  sent: one.sent + other.sent,
  byHabit: sums(one.byHabit, other.byHabit),
  answers: sums(one.answers, other.answers),
  refused: sums(one.refused, other.refused),
  cache: sums(one.cache, other.cache),
  throughMs: other.throughMs,
  directMs: other.directMs,
});

type Counts = Readonly<Record<string, number>>;

const sums = (one: Counts, other: Counts): Counts =>
  Object.fromEntries(
    [...new Set([...Object.keys(one), ...Object.keys(other)])].map((name) => [
      name,
      (one[name] ?? 0) + (other[name] ?? 0),
    ]),
  );

/** Clients that go on until they are told to stop. */
export type Clients = { readonly figures: () => Seen; readonly stop: () => Promise<Seen> };

/** So many measurements are enough for a percentile. */
const mostTimes = 50_000;

/** Where clients go, through the proxy and past it, and what each of them does. */
export type Field = { readonly port: number; readonly vendorPort: number; readonly habits: () => readonly Habit[] };

/** Starts so many, each with one request after the other, every habit of its own in its turn. */
export const startClients = ({ port, vendorPort, habits }: Field, count: number): Clients => {
  let [sent, isOver] = [0, false];
  const byHabit: Record<string, number> = {};
  const answers: Record<string, number> = {};
  const refused: Record<string, number> = {};
  const cache: Record<string, number> = {};
  const [throughMs, directMs]: [number[], number[]] = [[], []];
  const one = async (habit: Habit): Promise<void> => {
    const client = await connectRaw(port);
    const beganAt = performance.now();
    sent++;
    countIn(byHabit, habit.name);
    client.write(habit.next(port));
    await take(client, habit.manner);
    const end = statusOf(client);
    countIn(answers, habit.manner === "leaves in the middle" ? "left" : end);
    tellHeaders(client, habit.name);
    if (habit.name === "plain" && end === "200" && throughMs.length < mostTimes)
      throughMs.push(performance.now() - beganAt);
    client.leave();
  };
  const tellHeaders = (client: RawClient, habit: string): void => {
    const [error, ofCache] = [headerOf(client, "x-proxy-error"), headerOf(client, "x-proxy-cache")];
    if (error !== undefined) countIn(refused, `${habit}: ${error}`);
    if (ofCache !== undefined) countIn(cache, ofCache.split(";")[0] ?? "");
  };
  const running = Array.from({ length: count }, async (_, index) => {
    const own = habits();
    for (let turn = index; !isOver; turn++) {
      await one(own[turn % own.length] as Habit).catch((thrown: unknown) => countIn(answers, String(thrown)));
      await Bun.sleep(Math.random() * 50); // people think
    }
  });
  running.push(goPast(vendorPort, directMs, () => isOver));
  const figures = (): Seen => ({ sent, byHabit, answers, refused, cache, throughMs, directMs });
  return {
    figures,
    stop: async () => {
      isOver = true;
      await Promise.all(running);
      return figures();
    },
  };
};

const countIn = (counts: Record<string, number>, name: string): void => {
  counts[name] = (counts[name] ?? 0) + 1;
};

/** The same without a proxy: what is more than this the proxy has added. */
const goPast = async (vendorPort: number, tookMs: number[], isOver: () => boolean): Promise<void> => {
  while (!isOver()) {
    const client = await connectRaw(vendorPort);
    const beganAt = performance.now();
    client.write(requestText(formats[0] as Format, false, vendorPort));
    await take(client, "waits");
    tookMs.push(performance.now() - beganAt);
    client.leave();
    await Bun.sleep(100); // its pace
  }
};

const longestMs = 60_000;

const take = async (client: RawClient, manner: Habit["manner"]): Promise<void> => {
  if (manner === "leaves in the middle") {
    await client.until("something comes", () => client.bytes().length > 0 || client.end() !== null, longestMs);
    return;
  }
  if (manner === "reads slowly") {
    client.pause();
    await Bun.sleep(300); // this is what the client does
    client.resume();
  }
  await client.until("the answer ends", () => client.end() !== null, longestMs);
};

const statusOf = (client: RawClient): string => {
  const [, status = "none"] = client.text().slice(0, 40).split(" ");
  return status;
};
