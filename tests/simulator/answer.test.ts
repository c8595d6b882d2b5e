import { expect, test } from "bun:test";
import { formatOf, makeAnswer, type Order } from "../../src/simulator/answer.ts";
import { promptCache } from "../../src/simulator/billing/cache/index.ts";
import { idsFor } from "../../src/simulator/ids.ts";
import { routeOf } from "../../src/simulator/routes.ts";
import { asks } from "./asking.ts";

const order = (path: string, json: Record<string, unknown>): Order => ({
  route: routeOf("POST", new URL(`http://s${path}`), new Headers(), json),
  json,
  ids: idsFor(new Uint8Array(), 1),
  createdAt: 7,
  cache: promptCache(),
  betas: [],
});

test("a route finds its format, and Mistral's models find Mistral's", () => {
  expect(formatOf(order(...asks.mistral("hi")).route)?.vendor).toBe("mistral");
  expect(formatOf(order(...asks["openai-chat"]("hi")).route)?.vendor).toBe("openai");
  expect(formatOf(order("/v1/embeddings", {}).route)).toBeNull();
});

test("a stream is made of frames, of which the last says so", () => {
  const made = makeAnswer(order(...asks.anthropic("say 9 words", { stream: true })));

  const frames = [...made.frames];
  expect(made.body).toBeNull();
  expect(frames.filter(({ last }) => last)).toEqual([{ text: expect.stringContaining("message_stop"), last: true }]);
  expect(made).toMatchObject({ bill: { inputTokens: 3, outputTokens: 9 }, userText: "say 9 words" });
});

test("a whole body also comes in two pieces that do not part a character", () => {
  for (let length = 0; length < 6; length++) {
    const made = makeAnswer(order(...asks.anthropic(`echo: ${"a".repeat(length)}😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀`)));

    const pieces = [...made.frames].map(({ text }) => text);
    expect(pieces.join("")).toBe(made.body ?? "");
    expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
  }
});

test("both counting operations count what would be billed", () => {
  const counted = makeAnswer(
    order("/v1beta/models/g:countTokens", { generateContentRequest: { contents: [{ parts: [{ text: "one two" }] }] } }),
  );

  expect(JSON.parse(counted.body ?? "")).toMatchObject({ totalTokens: 2 });
  expect(
    JSON.parse(
      makeAnswer(order("/v1/messages/count_tokens", { model: "m", messages: [{ role: "user", content: "one two" }] }))
        .body ?? "",
    ),
  ).toEqual({ input_tokens: 2 });
});

test("what nobody serves is refused", () => {
  expect(() => makeAnswer(order("/v1/nothing", {}))).toThrow(expect.objectContaining({ status: 404 }));
});
