import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { Reported } from "../../src/core/answer.ts";
import { type Ending, ended } from "../../src/core/outcome.ts";
import { dialectNamed } from "../../src/dialects/index.ts";
import { createShelf } from "../../src/upstream/aside.ts";
import { readingOf } from "../../src/upstream/reading.ts";
import { Relay } from "../../src/upstream/relay.ts";
import { usageFilter } from "../../src/upstream/usage-filter.ts";
import { createWatchdog } from "../../src/upstream/watchdog.ts";
import { exchangeOf, stoppedClock } from "../support/exchange.ts";
import { type SpokenUsage, soundCounts, spoken, spokenUsages } from "../support/spoken-usage.ts";

type Relayed = { readonly body: string; readonly reported: Reported | null; readonly ending: Ending | undefined };

/** What becomes of an answer that comes in these pieces through a real relay. */
const relayed = async (
  { format }: SpokenUsage,
  pieces: readonly Uint8Array[],
  { isStream = true, isFiltered = false } = {},
): Promise<Relayed> => {
  const dialect = dialectNamed(format.name);
  const exchange = { ...exchangeOf(format.path(isStream)), dialect };
  const head = new Response(null, {
    headers: { "content-type": isStream ? "text/event-stream" : "application/json" },
  });
  const reading = readingOf(exchange, head, (text) => text.length, createShelf());
  const clock = stoppedClock();
  const rest = [...pieces];
  let ending: Ending | undefined;
  const relay = new Relay({
    requestId: "r_1",
    upstream: "u",
    status: 200,
    source: new ReadableStream({
      pull: (controller) => {
        const next = rest.shift();
        if (next === undefined) controller.close();
        else controller.enqueue(next);
      },
    }),
    notes: exchange.notes,
    reading,
    filter: isFiltered ? usageFilter() : null,
    dialect,
    limits: { streamIdleMs: 100, writeStallMs: 200, lingerMs: 50, keepAliveMs: 30 },
    watch: createWatchdog(clock.tick, 1_000_000).watch(() => undefined),
    tick: clock.tick,
    letGo: () => undefined,
    unread: () => null,
    hangUp: () => undefined,
    onWarnings: () => undefined,
    onTerminal: () => undefined,
    onEnd: (how) => {
      ending = how;
    },
  });
  const parts: Uint8Array[] = [];
  for await (const part of relay.body) parts.push(part);
  return { body: Buffer.concat(parts).toString(), reported: reading.reported(), ending };
};

/** A text in pieces of these sizes, over and over. */
const cut = (text: string, sizes: readonly number[]): readonly Uint8Array[] => {
  const bytes = Buffer.from(text);
  const pieces: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
};

const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 });

describe.each(spokenUsages)("$way", (said) => {
  const streamed = said.events(soundCounts).join("");

  test("U-13: in whatever pieces a stream comes, the client has the same bytes and the report says the same", async () => {
    const whole = await relayed(said, [Buffer.from(streamed)]);
    expect(whole).toMatchObject({ body: streamed, ending: ended(200) });
    expect(whole.reported).toMatchObject({
      usage: { inputTokens: said.isCachedBeside ? 160 : 120, cacheReadTokens: 40, outputTokens: 17 },
      deliveredTokens: spoken.length,
      model: said.model,
    });

    await fc.assert(
      fc.asyncProperty(sizes, async (some) => {
        expect(await relayed(said, cut(streamed, some))).toEqual(whole);
      }),
      { numRuns: 150 },
    );
  });

  test("the same holds for a whole answer", async () => {
    const text = said.whole(soundCounts);
    const whole = await relayed(said, [Buffer.from(text)], { isStream: false });
    expect(whole.reported?.usage).toMatchObject({ cacheReadTokens: 40, outputTokens: 17 });
    expect(whole.reported?.deliveredTokens).toBe(spoken.length);

    await fc.assert(
      fc.asyncProperty(sizes, async (some) => {
        expect(await relayed(said, cut(text, some), { isStream: false })).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });

  test("what was asked for by us alone is taken out alike, and read all the same", async () => {
    const whole = await relayed(said, [Buffer.from(streamed)], { isFiltered: true });
    expect(whole.body.includes('"usage":null')).toBe(false);

    await fc.assert(
      fc.asyncProperty(sizes, async (some) => {
        expect(await relayed(said, cut(streamed, some), { isFiltered: true })).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });
});
