import { describe, expect, test } from "bun:test";
import type { Dialect } from "../../src/core/dialect.ts";
import { ProxyError } from "../../src/core/errors.ts";
import type { Ending } from "../../src/core/outcome.ts";
import { anthropic } from "../../src/dialects/anthropic/index.ts";
import { gemini } from "../../src/dialects/gemini/index.ts";
import { Relay } from "../../src/upstream/relay.ts";
import type { AnswerFilter } from "../../src/upstream/usage-filter.ts";
import { createWatchdog } from "../../src/upstream/watchdog.ts";
import { exchangeOf, stoppedClock } from "../support/exchange.ts";
import { until } from "../support/wait.ts";

const start = "event: message_start\ndata: {}\n\n";
const stop = "event: message_stop\ndata: {}\n\n";
const failure = 'event: error\ndata: {"type":"error"}\n\n';

/** A relay of these pieces; an Error in their place breaks the vendor's connection there, null leaves it open. */
const relayOf = (...pieces: readonly (string | Error | null)[]) => relayWith(null, ...pieces);

/** The same with something that is taken out on the way. */
const relayWith = (filter: AnswerFilter | null, ...pieces: readonly (string | Error | null)[]) =>
  relayIn(anthropic, filter, pieces);

const relayIn = (dialect: Dialect, filter: AnswerFilter | null, pieces: readonly (string | Error | null)[]) => {
  const clock = stoppedClock();
  const watchdog = createWatchdog(clock.tick, 1_000_000);
  const rest = [...pieces];
  const hung = Promise.withResolvers<never>();
  hung.promise.catch(() => undefined);
  const source = new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const piece = rest.shift();
        if (piece === undefined) return controller.close();
        if (piece === null) return hung.promise;
        if (piece instanceof Error) throw piece;
        controller.enqueue(new TextEncoder().encode(piece));
      },
    },
    { highWaterMark: 0 },
  );
  const unread: (string | null)[] = [];
  const events = dialect.readStream("text/event-stream");
  if (events === null) throw new Error("no reader");
  const endings: Ending[] = [];
  const terminals: Ending[] = [];
  const relay = new Relay({
    requestId: "r_1",
    upstream: "u",
    status: 200,
    source,
    notes: exchangeOf("/v1/messages").notes,
    reading: { events, read: (bytes) => events.read(bytes) },
    filter,
    dialect,
    limits: { streamIdleMs: 100, writeStallMs: 200, lingerMs: 50, keepAliveMs: 30 },
    watch: watchdog.watch(() => undefined),
    tick: clock.tick,
    letGo: () => undefined,
    unread: () => unread.shift() ?? null,
    hangUp: () => hung.reject(new Error("hung up")),
    onWarnings: () => undefined,
    onTerminal: (ending) => void terminals.push(ending),
    onEnd: (ending) => void endings.push(ending),
  });
  const later = (ms: number): void => {
    clock.advance(ms);
    watchdog.sweep();
  };
  return { relay, endings, terminals, later, unread, reported: () => events.reported() };
};

/** What a client gets, and whether the end was clean. */
const received = async (relay: Relay, onChunk: () => void = () => undefined) => {
  let text = "";
  try {
    for await (const chunk of relay.body) {
      text += new TextDecoder().decode(chunk);
      onChunk();
    }
    return { text, isClean: true };
  } catch {
    return { text, isClean: false };
  }
};

/** Holds each piece back until the next one, and takes some out. */
const laterWithout = (out: string): AnswerFilter => {
  let held: Uint8Array = new Uint8Array();
  return {
    take: (bytes) => {
      const before = held;
      held = Buffer.from(bytes).toString() === out ? new Uint8Array() : bytes;
      return before;
    },
    rest: () => held,
  };
};

describe("a stream with something that is taken out", () => {
  const note = ": not for you\n\n";

  test("arrives without it, and with what was held back to the end", async () => {
    const { relay, endings } = relayWith(laterWithout(note), start, note, note, stop);

    expect(await received(relay)).toEqual({ text: start + stop, isClean: true });
    expect(endings).toEqual([{ code: "--", status: 200, error: null }]);
  });

  test("that breaks off keeps half an event to itself, and names the cut", async () => {
    const { relay } = relayWith(laterWithout(note), start, ": half", new Error("reset"));

    expect((await received(relay)).text).toStartWith(`${start}event: error\n`);
  });
});

describe("a stream that is written anew", () => {
  const nothing = new Uint8Array();
  const ping = ": alive\n\n";
  /** Every byte as it came, but for what is hidden. */
  const anew = (hidden: string, more: Partial<AnswerFilter> = {}): AnswerFilter => ({
    take: (bytes) => (Buffer.from(bytes).toString() === hidden ? nothing : bytes),
    rest: () => nothing,
    broken: ({ code }) => Buffer.from(`broken: ${code}\n\n`),
    keepAlive: () => Buffer.from(ping),
    ...more,
  });

  test("is kept alive while its vendor is silent, and broken off when that has lasted too long", async () => {
    const { relay, later, endings } = relayWith(anew(""), start, null);
    const { text } = await received(relay, () => setTimeout(() => later(30)));

    expect(text).toBe(`${start}${ping.repeat(3)}broken: upstream_stalled\n\n`);
    expect(endings).toEqual([{ code: "sD", status: 200, error: "upstream_stalled" }]);
  });

  test("that cannot be read any further is broken off, though more would come", async () => {
    let seen = 0;
    const { relay, endings } = relayWith(anew("", { isLost: () => ++seen > 1 }), start, "x", null);

    expect(await received(relay)).toEqual({ text: `${start}broken: upstream_bad_json\n\n`, isClean: false });
    expect(endings).toEqual([{ code: "SD", status: 200, error: "upstream_bad_json" }]);
  });

  test("that has told an error in the end is none that went well", async () => {
    const { relay, endings } = relayWith(anew("", { hasFailed: () => true }), start, stop);

    expect((await received(relay)).isClean).toBe(true);
    expect(endings).toEqual([{ code: "SD", status: 200, error: null }]);
  });
});

describe("a stream", () => {
  test("that ends with its last event ends well, word for word", async () => {
    const { relay, endings } = relayOf(start, stop);

    expect(await received(relay)).toEqual({ text: start + stop, isClean: true });
    expect(endings).toEqual([{ code: "--", status: 200, error: null }]);
  });

  test("that ends without it is named as cut and never ends cleanly", async () => {
    const { relay, endings } = relayOf(start);

    const { text, isClean } = await received(relay);

    expect(text).toStartWith(`${start}event: error\ndata: `);
    expect(text).toContain("without message_stop");
    expect(isClean).toBe(false);
    expect(endings).toEqual([{ code: "SD", status: 200, error: "upstream_cut" }]);
  });

  test("that breaks inside an event gets a gap first, so that the error can be read", async () => {
    const { relay } = relayOf("event: x\ndata: {", new Error("reset"));

    expect((await received(relay)).text).toStartWith("event: x\ndata: {\n\nevent: error\n");
  });

  test("with the vendor's own error has failed, and ends as the vendor ended it", async () => {
    const { relay, endings } = relayOf(start, failure);

    expect(await received(relay)).toEqual({ text: start + failure, isClean: true });
    expect(endings).toEqual([{ code: "SD", status: 200, error: null }]);
  });

  test("that falls silent is given up", async () => {
    const { relay, endings, later } = relayOf(start, null);
    const answer = received(relay, () => setTimeout(() => later(150)));

    expect((await answer).text).toContain("sent nothing for");
    expect(endings).toMatchObject([{ code: "sD", error: "upstream_stalled" }]);
  });

  test("that stays open after its last event is closed, and was complete before that", async () => {
    const { relay, endings, terminals, later } = relayOf(stop, null);
    const answer = received(relay);
    await until("its end is known", () => terminals.length === 1);
    expect(endings).toEqual([]);

    later(60);

    expect(await answer).toEqual({ text: stop, isClean: true });
    expect(endings).toEqual([{ code: "--", status: 200, error: null }]);
  });

  test("of a format without a hard end is over only with its stream: what it took may come after the finish reason", async () => {
    const finish = 'data: {"candidates":[{"finishReason":"STOP"}]}\r\n\r\n';
    const usage = 'data: {"usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":3}}\r\n\r\n';
    const { relay, endings, terminals, reported } = relayIn(gemini, null, [finish, usage]);

    expect(await received(relay)).toEqual({ text: finish + usage, isClean: true });
    expect({ terminals, endings }).toEqual({ terminals: [], endings: [{ code: "--", status: 200, error: null }] });
    expect(reported().usage).toMatchObject({ inputTokens: 5, outputTokens: 3 });

    const left = relayIn(gemini, null, [finish, null]);
    await left.relay.body.getReader().read();
    left.relay.leave();
    expect(left.endings).toEqual([{ code: "--", status: 200, error: null }]);
  });

  test("that nobody reads on is let go", async () => {
    const { relay, endings, later } = relayOf(start, stop);
    const reader = relay.body.getReader();
    await reader.read();

    later(150);
    later(150);

    expect(endings).toMatchObject([{ code: "cD", error: "client_stalled" }]);
  });
});

test("a client that leaves ends it once; after the last event it had everything", async () => {
  const leaving = relayOf(start, null);
  await leaving.relay.body.getReader().read();
  leaving.relay.leave();
  leaving.relay.leave();
  expect(leaving.endings).toEqual([{ code: "CD", status: 200, error: "client_left" }]);

  const done = relayOf(stop, null);
  await done.relay.body.getReader().read();
  done.relay.leave();
  expect(done.endings).toEqual([{ code: "--", status: 200, error: null }]);
});

test("D-13: a daemon that stops ends it with its own words", async () => {
  const { relay, endings } = relayOf(start, null);
  const answer = received(relay, () => setTimeout(() => relay.breakOff(new ProxyError("proxy_shutdown", "Stopping."))));

  expect((await answer).text).toContain("Stopping.");
  expect(endings).toMatchObject([{ code: "PD", error: "proxy_shutdown" }]);
});

test("an answer that we ended ourselves stays that, also when the client is gone before it hears of it", () => {
  const { relay, endings } = relayOf(start, null);

  relay.breakOff(new ProxyError("proxy_shutdown", "Stopping."));
  relay.leave();

  expect(endings).toEqual([{ code: "PD", status: 200, error: "proxy_shutdown" }]);
});

describe("a client that takes nothing for a while", () => {
  /** A relay that waits for its client; half of the limit passes each time. */
  const waiting = async (...unread: readonly (string | null)[]) => {
    const stream = relayOf(start, stop);
    stream.unread.push(...unread);
    await stream.relay.body.getReader().read();
    return { ...stream, halves: (count: number) => Array.from({ length: count }, () => stream.later(100)) };
  };

  test("is let go at the limit when what it has not read stands still", async () => {
    const { endings, halves } = await waiting("500 1000", "500 1000");
    halves(1);
    expect(endings).toEqual([]);
    halves(1);

    expect(endings).toMatchObject([{ code: "cD", error: "client_stalled" }]);
  });

  test("is waited for as long as it reads at all", async () => {
    const { endings, halves } = await waiting("500 1000", "500 999", "500 998", "500 997", "500 997");
    halves(4);
    expect(endings).toEqual([]);
    halves(1);

    expect(endings).toMatchObject([{ code: "cD", error: "client_stalled" }]);
  });

  test("is let go at the limit where nobody can know", async () => {
    const { endings, halves } = await waiting(null);
    halves(2);

    expect(endings).toMatchObject([{ code: "cD", error: "client_stalled" }]);
  });
});
