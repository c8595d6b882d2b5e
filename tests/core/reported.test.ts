import { expect, test } from "bun:test";
import type { ChatEvent } from "../../src/core/answer.ts";
import { completed, nothingReported, reportOf, soundReport } from "../../src/core/reported.ts";
import { noUsage } from "../../src/core/usage.ts";

const part = { extras: {}, origin: null };
const at = { candidate: 0, block: 0 };

test("a report keeps what was told of an answer and measures what was delivered", () => {
  const report = reportOf((text) => text.length);
  const events: readonly ChatEvent[] = [
    { ...part, type: "start", id: "msg_1", model: "claude-x" },
    { ...part, type: "usage", usage: { ...noUsage, inputTokens: 100, outputTokens: 1 }, anomalies: 0 },
    { ...part, ...at, type: "thinking-delta", text: "hm" },
    { ...part, ...at, type: "text-delta", text: "Hello" },
    { ...part, ...at, type: "input-delta", text: "{}" },
    { ...part, type: "usage", usage: { ...noUsage, outputTokens: 40 }, anomalies: 1 },
    { ...part, type: "stop", candidate: 0, stop: { reason: "end", said: "end_turn", sequence: null } },
    { ...part, type: "end" },
  ];
  for (const event of events) report.take(event);

  expect(report.value()).toEqual({
    id: "msg_1",
    model: "claude-x",
    usage: { ...noUsage, inputTokens: 100, outputTokens: 40 },
    stop: { reason: "end", said: "end_turn", sequence: null },
    anomalies: 1,
    deliveredTokens: 9,
    error: null,
    serviceTier: null,
    answers: [],
  });
});

test("terms with prices of their own are kept, the usual ones are not worth a word", () => {
  const told = (extras: Readonly<Record<string, unknown>>): string | null => {
    const report = reportOf(() => 0);
    report.take({ ...part, type: "start", id: null, model: null, extras });
    report.take({ ...part, type: "end" });
    return report.value().serviceTier;
  };

  expect(told({ service_tier: "flex" })).toBe("flex");
  expect(told({ usage: { service_tier: "priority" } })).toBe("priority");
  expect(told({ usage: { service_tier: "standard", speed: "fast" } })).toBe("fast");
  expect(told({ usage: { service_tier: "standard", inference_geo: "us" } })).toBe("us");
  expect(told({ usage: { service_tier: "batch", inference_geo: "us" } })).toBe("batch+us");
  expect(told({ usage: { inference_geo: "global" } })).toBeNull();
  expect(told({ usage: { inference_geo: "not_available" } })).toBeNull();
  expect(told({ service_tier: "default" })).toBeNull();
  expect(told({ service_tier: 3 })).toBeNull();
  expect(told({})).toBeNull();
});

test("the first of several errors is the one that is told", () => {
  const report = reportOf(() => 0);
  for (const message of ["overloaded", "again"])
    report.take({ ...part, type: "error", error: { type: "overloaded_error", message, kind: "overloaded" } });

  expect(report.value().error?.message).toBe("overloaded");
});

test("U-34 a later total replaces what it names, a later zero too, and leaves the rest", () => {
  const before = { ...noUsage, inputTokens: 5, cacheReadTokens: 3, outputTokens: 1 };

  expect(completed(before, { ...noUsage, cacheReadTokens: 0, outputTokens: 9 })).toEqual({
    ...before,
    cacheReadTokens: 0,
    outputTokens: 9,
  });
});

test("U-34 a total that gets smaller is taken for what it says, and counted", () => {
  const report = reportOf(() => 0);
  for (const outputTokens of [1, 9, 4, null, 4])
    report.take({ ...part, type: "usage", usage: { ...noUsage, inputTokens: 5, outputTokens }, anomalies: 0 });

  expect(report.value()).toMatchObject({ usage: { inputTokens: 5, outputTokens: 4 }, anomalies: 1 });
});

test("U-34 parts that are more than their whole are unknown, the whole stays", () => {
  const usage = { ...noUsage, inputTokens: 10, cacheReadTokens: 6, cacheWriteTokens: 5, outputTokens: 3 };
  const report = { ...nothingReported, usage };

  expect(soundReport(report)).toMatchObject({
    usage: { inputTokens: 10, cacheReadTokens: null, cacheWriteTokens: null, outputTokens: 3 },
    anomalies: 1,
  });
  for (const sound of [nothingReported, { ...report, usage: { ...usage, cacheWriteTokens: 4 } }])
    expect(soundReport(sound)).toBe(sound);
});

test("a vendor that names a model at length has named none", () => {
  const told = { ...nothingReported, usage: { ...noUsage, inputTokens: 1 }, model: "m".repeat(10_000) };

  expect(soundReport(told)).toEqual({ ...told, model: null });
  expect(soundReport({ ...told, usage: null }).model).toBeNull();
  expect(soundReport({ ...told, model: "claude-x" }).model).toBe("claude-x");
});
