import { afterEach, expect, test } from "bun:test";
import { ask } from "../../../cli/asking/ask.ts";
import type { Place } from "../../../cli/asking/place.ts";
import { createSimulator } from "../../../src/simulator/index.ts";

let server: Bun.Server<undefined> | null = null;
afterEach(() => server?.stop(true));

/** What the proxy would answer. */
const placeAt = (answer: (request: Request) => Response | Promise<Response>, model = "gpt-4o"): Place => {
  server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: answer });
  const offer = { list: null, windowTokens: null, costMicros: () => null };
  return { upstream: "it", model, offer, url: server.url.href.replace(/\/$/, ""), headers: { "x-api-key": "k" } };
};

const question = { text: "Say 40 words.", maxTokens: 30 };
const never = new AbortController().signal;
const saying =
  (status: number, message: string, headers: Record<string, string> = {}) =>
  () =>
    Response.json({ type: "error", error: { type: "x", message } }, { status, headers });

test("an answer is read as it comes: what it took, and when it began and ended", async () => {
  const place = placeAt(createSimulator().fetch);
  const answer = await ask(place, question, never);

  expect(answer).toMatchObject({ tooLong: null, inputTokens: 4, outputTokens: 30 });
  if (answer.tooLong === null) expect(answer.totalMs).toBeGreaterThanOrEqual(answer.ttftMs ?? Number.NaN);
});

test("what was read from a cache is part of the prompt; what nobody says is null", async () => {
  const events = (usage: object) => () =>
    new Response(
      `event: message_start\ndata: ${JSON.stringify({ message: { usage } })}\n\nevent: message_stop\ndata: {}\n\n`,
    );

  expect(
    await ask(
      placeAt(events({ input_tokens: 3, cache_read_input_tokens: 90, cache_creation_input_tokens: 7 })),
      question,
      never,
    ),
  ).toMatchObject({ inputTokens: 100, outputTokens: null, ttftMs: null });
  expect(await ask(placeAt(events({})), question, never)).toMatchObject({ inputTokens: null });
});

test("a prompt that is too long is an answer, with what the vendor says of it", async () => {
  const place = placeAt(saying(400, "prompt is too long: 300 tokens > 200 maximum"));

  expect(await ask(place, question, never)).toEqual({ tooLong: { tokens: 300, maximum: 200 } });
});

const trouble: readonly (readonly [number, string, Record<string, string>, string])[] = [
  [401, "no such key sk-ant-api03-abcdefghijkl", {}, "key_rejected"],
  [429, "slow down", {}, "overloaded"],
  [529, "busy", {}, "overloaded"],
  [404, "no such model", {}, "invalid_request"],
  [504, "no answer in time", { "x-proxy-error": "upstream_timeout" }, "upstream_timeout"],
  [413, "prompt is too long for us", { "x-proxy-error": "too_large_to_translate" }, "too_large_to_translate"],
];

test.each(trouble)("X-03 %p (%s) is told in the words of whoever says so, with what to do", async (...row) => {
  const [status, message, headers, code] = row;
  const error = await ask(placeAt(saying(status, message, headers)), question, never).catch(
    (thrown: unknown) => thrown,
  );

  expect(error).toMatchObject({ code, hint: expect.stringMatching(/proxy-cli /) });
  expect(String(error)).not.toContain("sk-ant-api03-abcdefghijkl");
});

test("an answer that is cut, that fails within, or that another upstream gives is none", async () => {
  const begun = "event: message_start\ndata: {}\n\n";
  const failed = `${begun}event: error\ndata: {"error":{"message":"it broke"}}\n\n`;
  const elsewhere = { headers: { "x-proxy-upstream": "other" } };

  expect(
    ask(
      placeAt(() => new Response(begun)),
      question,
      never,
    ),
  ).rejects.toThrow("was cut");
  expect(
    ask(
      placeAt(() => new Response(failed)),
      question,
      never,
    ),
  ).rejects.toThrow("it broke");
  expect(
    ask(
      placeAt(() => new Response("", elsewhere)),
      question,
      never,
    ),
  ).rejects.toThrow('"other" has answered');
});

test("whoever leaves is not told of trouble", async () => {
  const left = new AbortController();
  const asked = Promise.withResolvers<void>();
  const answer = ask(
    placeAt(() => {
      asked.resolve();
      return new Promise<Response>(() => undefined);
    }),
    question,
    left.signal,
  );
  await asked.promise;
  left.abort();

  expect(answer).rejects.toMatchObject({ code: "interrupted" });
});
