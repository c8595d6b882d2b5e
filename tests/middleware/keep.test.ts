import { expect, test } from "bun:test";
import { keep } from "../../src/middleware/keep.ts";
import { Kept } from "../../src/state/kept/index.ts";
import { exchangeOf } from "../support/exchange.ts";

test("what goes by is kept with the head of its answer, and goes on as it is", async () => {
  const kept = new Kept();
  const exchange = exchangeOf("/v1/messages");
  const response = new Response("fine", { status: 201 });

  const answer = await keep.create({ keeper: kept.keeper(1_000_000) })(exchange, async () => response);

  expect(answer).toBe(response);
  expect(kept.find(exchange.id)?.answer).toMatchObject({ status: 201 });
});

test("an error on the way stays one, and the request is kept without an answer", async () => {
  const kept = new Kept();
  const exchange = exchangeOf("/v1/messages");

  const answer = keep.create({ keeper: kept.keeper(1_000_000) })(exchange, () => Promise.reject(new Error("down")));

  expect(answer).rejects.toThrow("down");
  expect(kept.find(exchange.id)).toMatchObject({ answer: null });
});

test("where nothing is to be kept nobody listens", async () => {
  const exchange = exchangeOf("/v1/messages");

  await keep.create({ keeper: null })(exchange, async () => new Response("fine"));

  expect(exchange.hearers).toEqual([]);
});
