import { expect, test } from "bun:test";
import fc from "fast-check";
import type { ChatEvent } from "../../../src/core/answer.ts";
import { anthropic } from "../../../src/dialects/anthropic/index.ts";
import { openaiChat } from "../../../src/dialects/openai-chat/index.ts";
import { orderOf } from "../../../src/translation/answer/order.ts";
import { told } from "../../dialects/told.ts";
import { said, wayOf } from "./ways.ts";

const part = { extras: {}, origin: null };
const text = { type: "text", text: "", ...part };
const stop = { type: "stop", stop: { reason: "end", said: "stop", sequence: null } };
const usage = (outputTokens: number) => ({ type: "usage", anomalies: 0, usage: { inputTokens: 1, outputTokens } });

const ordered = (...events: readonly object[]): string[] => {
  const order = orderOf(wayOf(openaiChat, anthropic));
  return told([
    ...said(...events).flatMap((event) => [...order.take(event)]),
    ...(order.isOver() ? [] : order.close()),
  ]);
};

test("what was taken is told once, at the end, behind the stop", () => {
  expect(
    ordered(
      { type: "start", id: "1", model: "m" },
      usage(1),
      { type: "block-start", block: 0, content: text },
      usage(2),
      stop,
      usage(3),
      { type: "end" },
    ),
  ).toEqual(["start msg_1 m", "0 text", "0 end", "stop 0 end", "usage 1 3", "end"]);
});

test("an answer has a start and a stop, also where its vendor has said none", () => {
  expect(ordered({ type: "end" })).toEqual(["start msg_r1x asked", "stop 0 end", "end"]);
});

test("a stream that has stopped and then ends is whole; one that only ends is none", () => {
  expect(ordered({ type: "start", id: "1", model: "m" }, stop)).toEqual(["start msg_1 m", "stop 0 end", "end"]);
  expect(ordered({ type: "start", id: "1", model: "m" }).at(-1)).toStartWith(
    "error null The upstream ended its stream",
  );
});

test("nothing follows an error", () => {
  const error = { type: "error", error: { type: "x", message: "no", kind: "internal" } };

  expect(ordered(error, stop, { type: "end" }, error)).toEqual(["error x no"]);
});

const anyEvent: fc.Arbitrary<object> = fc.oneof(
  ...[{ type: "start", id: "1", model: "m" }, stop, usage(1), { type: "unknown", json: {} }].map((one) =>
    fc.constant(one),
  ),
  fc.nat(3).map((block) => ({ type: "block-start", block, content: text })),
  fc.nat(3).map((block) => ({ type: "text-delta", block, text: "x" })),
  fc.nat(3).map((block) => ({ type: "block-end", block })),
);

test("whatever a vendor says in whatever order, a client is told one start, whole blocks and one end", () => {
  const ends = [[{ type: "end" }], [], [{ type: "error", error: { type: null, message: "", kind: "internal" } }]];
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 30 }), fc.constantFrom(...ends), (events, end) => {
      const order = orderOf(wayOf(openaiChat, anthropic));
      const all = [
        ...said(...events, ...end).flatMap((event) => [...order.take(event)]),
        ...(order.isOver() ? [] : order.close()),
      ];
      const types = all.map(({ type }) => type);
      const count = (type: ChatEvent["type"]) => types.filter((one) => one === type).length;

      expect(count("end") + count("error")).toBe(1);
      expect(["end", "error"]).toContain(types.at(-1) ?? "");
      expect(count("start")).toBeLessThanOrEqual(1);
      if (types.length > 1) expect(types[0]).toBe("start");
      if (count("end") === 1) expect(count("block-start")).toBe(count("block-end"));
    }),
  );
});
