import { expect, test } from "bun:test";
import { type Answered, whyNotKept } from "../../src/cache/answered.ts";
import type { StopReason } from "../../src/core/answer.ts";
import { nothingReported } from "../../src/core/reported.ts";

const stopped = (reason: StopReason) => ({ ...nothingReported, stop: { reason, said: reason, sequence: null } });

const good: Answered = {
  outcome: { code: "--", status: 200, error: null },
  ...{ isLeft: false, isChat: true, reported: stopped("end"), text: () => '{"content":"hello"}' },
};

const why = (more: Partial<Answered>, keepsToolAnswers = false): string | null =>
  whyNotKept({ ...good, ...more }, { keepsToolAnswers });

test("an answer that came to its end may be given again", () => {
  expect(why({})).toBeNull();
  expect(why({ reported: stopped("stop-sequence") })).toBeNull();
  expect(why({ isChat: false, reported: nothingReported })).toBeNull();
});

test("what did not end well is not kept", () => {
  expect(why({ outcome: { code: "SD", status: 200, error: "upstream_cut" } })).toContain("properly");
  expect(why({ outcome: { code: "--", status: 429, error: null } })).toContain("429");
  expect(why({ outcome: { code: "--", status: 206, error: null } })).toContain("206");
  expect(why({ isLeft: true })).toContain("properly");
  expect(why({ reported: null })).toContain("read");
  expect(why({ text: () => null })).toContain("read");
  expect(why({ reported: { ...nothingReported, error: { type: null, message: "", kind: "internal" } } })).toContain(
    "error",
  );
});

test("what came to no end of its own is not kept", () => {
  const reasons: readonly StopReason[] = ["max-tokens", "context-full", "refusal", "filtered", "paused", "other"];

  expect(reasons.map((reason) => why({ reported: stopped(reason) }) === null)).toEqual(reasons.map(() => false));
  expect(why({ reported: nothingReported })).not.toBeNull();
});

test("calls of tools are kept only where that is wanted, also where the vendor does not call them its reason to stop", () => {
  const texts = [
    '{"message":{"tool_calls":[{"id":"1"}]}}',
    '{"delta": {"tool_calls" : [ {"index":0}]}}',
    '{"parts":[{"functionCall":{"name":"x"}}]}',
    '{"type":"tool_use","name":"x"}',
    '{"output":[{"type":"function_call"}]}',
  ];

  expect(why({ reported: stopped("tool-call") })).toContain("cache.tool_answers");
  expect(why({ reported: stopped("tool-call") }, true)).toBeNull();
  for (const said of texts) {
    expect(why({ text: () => said })).toContain("cache.tool_answers");
    expect(why({ text: () => said }, true)).toBeNull();
  }
});

test("a refusal that no reason to stop tells of is not kept, and a text that speaks of one is", () => {
  expect(why({ text: () => '{"message":{"refusal":"I cannot"}}' })).toContain("refused");
  expect(why({ text: () => '{"content":[{"type":"refusal"}]}' })).toContain("refused");
  expect(why({ text: () => '{"message":{"refusal":null,"tool_calls":[],"content":"x"}}' })).toBeNull();
  expect(why({ text: () => JSON.stringify({ content: '"refusal":"no" and "tool_calls":[{}]' }) })).toBeNull();
});
