import { expect, test } from "bun:test";
import {
  answerBytes,
  deltaEvent,
  eventCount,
  firstEvents,
  lastEvents,
  requestBytes,
  sendTimes,
  sharedTick,
  streamLength,
} from "../../../scripts/bench/traffic.ts";
import { anthropic } from "../../../src/dialects/anthropic/index.ts";

const bodyOf = (message: Buffer): string => message.toString().split("\r\n\r\n")[1] ?? "";
const streamOf = (sentAt: number): string => firstEvents(sentAt) + deltaEvent(sentAt).repeat(3) + lastEvents(sentAt);

test("bodies are JSON of exactly the size that was asked for", () => {
  for (const size of [1024, 100 * 1024]) {
    for (const message of [requestBytes(80, size), answerBytes(size)]) {
      expect(message.toString()).toContain(`content-length: ${size}\r\n`);
      expect(bodyOf(message)).toHaveLength(size);
      expect(JSON.parse(bodyOf(message))).toHaveProperty("model");
    }
    expect(anthropic.readAnswer(JSON.parse(bodyOf(answerBytes(size))))).toMatchObject({ usage: { outputTokens: 250 } });
  }
});

test("a stream has the events and bytes that both ends expect, whenever it is sent", () => {
  for (const sentAt of [0, sharedTick()]) {
    expect(streamOf(sentAt)).toHaveLength(streamLength(3));
    expect(sendTimes(streamOf(sentAt)).times).toHaveLength(eventCount(3));
  }
});

test("a stream is one that the daemon reads to its end", () => {
  const reader = anthropic.readStream("text/event-stream");

  reader?.read(Buffer.from(streamOf(1)));

  expect(reader?.state()).toBe("ended");
});

test("send times are found again in any split", () => {
  const text = streamOf(1234.5);
  const { times, rest } = sendTimes(text.slice(0, -7));

  expect(new Set(times)).toEqual(new Set([1234.5]));
  expect(times).toHaveLength(eventCount(3) - 1);
  expect(sendTimes(rest + text.slice(-7)).times).toEqual([1234.5]);
});
