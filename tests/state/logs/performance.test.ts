import { expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createPerformance } from "../../../src/state/logs/performance.ts";
import { usualRotation } from "../../../src/state/logs/rotation.ts";
import { exchangeOf } from "../../support/exchange.ts";
import { scratchFolder } from "../../support/scratch.ts";
import { summary } from "../../support/summary.ts";

const performanceLog = (isOn: boolean) => {
  const file = join(scratchFolder(), "performance.jsonl");
  return { file, log: createPerformance({ file, now: () => 1000, rotation: usualRotation }, isOn) };
};

test("Z13: the times of a request: waiting, head, first byte, whole, tokens a second", async () => {
  const { file, log } = performanceLog(true);
  const exchange = exchangeOf("/v1/messages");
  exchange.notes.sentAt = 2.123;
  exchange.notes.headAt = 102;

  log.note(exchange, summary({ stream: true, ttftMs: 200, durationMs: 2200, outputTokens: 100 }));
  await log.flush();

  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({
    queueMs: 2.12,
    headMs: 99.88,
    ttftMs: 200,
    totalMs: 2200,
    outputTokens: 100,
    tokensPerSecond: 50,
  });
});

test("what did not happen is null, never 0", async () => {
  const { file, log } = performanceLog(true);

  log.note(exchangeOf("/v1/messages"), summary({ ttftMs: null, outputTokens: null }));
  await log.flush();

  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({
    queueMs: null,
    headMs: null,
    ttftMs: null,
    tokensPerSecond: null,
  });
});

test("nothing is written unless it is wanted, and it can be wanted later", async () => {
  const { file, log } = performanceLog(false);
  log.note(exchangeOf("/v1/messages"), summary({}));
  await log.flush();
  expect(existsSync(file)).toBe(false);

  log.setOn(true);
  log.note(exchangeOf("/v1/messages"), summary({}));
  await log.flush();

  expect(existsSync(file)).toBe(true);
});
