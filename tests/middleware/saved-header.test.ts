import { expect, test } from "bun:test";
import { savedHeader } from "../../src/middleware/saved-header.ts";
import { exchangeOf } from "../support/exchange.ts";

const answered = async (exchange: ReturnType<typeof exchangeOf>, old = false) =>
  (await savedHeader.create({ saysItInOldWords: () => old })(exchange, async () => new Response("answer"))).headers;

test("V9: an answer tells its session, its turn and what was saved", async () => {
  const exchange = exchangeOf("/v1/messages");
  exchange.notes.session = { id: "s_abc", turn: 3, joined: "continued", isUtility: false };
  exchange.notes.saved = { tokens: 150, costMicros: 450 };

  expect((await answered(exchange)).get("x-proxy-stats")).toBe(
    "session=s_abc,turn=3,tokens_saved=150,cost_saved=0.00045",
  );
});

test("V9: the older name is sent where it is wanted, and says no more than it did", async () => {
  const exchange = exchangeOf("/v1/messages");
  exchange.notes.session = { id: "s_abc", turn: 1, joined: "new", isUtility: true };

  expect((await answered(exchange)).has("x-vidurai-stats")).toBe(false);
  const headers = await answered(exchange, true);
  expect(headers.get("x-vidurai-stats")).toBe("tokens_saved=0,cost_saved=0,compression_ratio=1");
  expect(headers.get("x-proxy-stats")).toBe("session=s_abc,tokens_saved=0,cost_saved=0,compression_ratio=1");
});

test("what nobody knows is left out: a price, and everything of a path that is no chat", async () => {
  const exchange = exchangeOf("/v1/messages");
  exchange.notes.saved = { tokens: 9, costMicros: null };

  expect((await answered(exchange)).get("x-proxy-stats")).toBe("tokens_saved=9");
  expect((await answered(exchangeOf("/v1/files"), true)).toJSON()).not.toHaveProperty("x-proxy-stats");
});
