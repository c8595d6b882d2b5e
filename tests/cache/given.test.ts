import { expect, test } from "bun:test";
import { given } from "../../src/cache/given.ts";
import { keptAnswer } from "../support/answer-cache.ts";
import { exchangeOf } from "../support/exchange.ts";

const giving = { now: () => 13_500, tick: () => 7, joined: false };
const body = new TextEncoder().encode("data: 1\n\ndata: 2\n\n");

test("a whole answer is given to the byte, with a new id, and says how old it is", async () => {
  const exchange = exchangeOf("/v1/messages");
  const heard: string[] = [];
  exchange.hearers.push((piece) => void heard.push(new TextDecoder().decode(piece)));
  exchange.notes.upstream = "anthropic";

  const answer = given(exchange, keptAnswer({ body, storedAt: 1000 }), giving);

  expect(await answer.text()).toBe("data: 1\n\ndata: 2\n\n");
  expect(Object.fromEntries(answer.headers)).toEqual({
    "content-type": "application/json",
    "x-proxy-cache": "hit; age=12",
    "x-proxy-request-id": exchange.id,
  });
  expect(heard).toEqual(["data: 1\n\ndata: 2\n\n"]);
  expect(exchange.notes).toMatchObject({ upstream: null, provider: null, bytesOut: body.length, firstByteAt: 7 });
  expect(exchange.notes.answerCache).toMatchObject({ state: "hit", ageMs: 12_500, joined: false });
  expect(await exchange.outcome).toMatchObject({ code: "--", status: 200, error: null });
});

test("a stream is given as one, and has ended when its last piece is taken", async () => {
  const exchange = exchangeOf("/v1/messages");
  const answer = given(exchange, keptAnswer({ body, isStream: true }), giving);
  let hasEnded = false;
  void exchange.outcome.then(() => {
    hasEnded = true;
  });

  await Promise.resolve();
  expect(hasEnded).toBe(false);
  expect(await answer.text()).toBe("data: 1\n\ndata: 2\n\n");
  expect(await exchange.outcome).toMatchObject({ code: "--", bytesOut: body.length });
});

test("who leaves a stream before its end has left it", async () => {
  const exchange = exchangeOf("/v1/messages");
  const answer = given(exchange, keptAnswer({ body, isStream: true }), giving);

  await answer.body?.cancel();

  expect(await exchange.outcome).toMatchObject({ code: "CD", error: "client_left", bytesOut: 0 });
});

test("a clock that was set back makes no answer of tomorrow", () => {
  const exchange = exchangeOf("/v1/messages");

  expect(given(exchange, keptAnswer({ storedAt: 99_999 }), giving).headers.get("x-proxy-cache")).toBe("hit; age=0");
});
