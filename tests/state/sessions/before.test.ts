import { expect, test } from "bun:test";
import type { Exchange } from "../../../src/core/exchange.ts";
import { begin, end, exchangeWith, model, send, sessionsWith, talk, user } from "../../support/sessions.ts";

const goOn = (length: number): Exchange => exchangeWith(talk.slice(0, length));

test("where a conversation was answered last and when is known before its next request goes out", async () => {
  const { sessions, clock } = sessionsWith();
  await send(sessions, talk.slice(0, 1));
  const sentAt = clock.now();
  clock.advance(90_000);
  const before = await sessions.before(goOn(3));
  expect(before?.usedAt).toBe(sentAt);
  expect(before?.sent.map(({ upstream, model }) => ({ upstream, model }))).toEqual([
    { upstream: "vendor", model: "m" },
  ]);
  expect(before?.headTokens).toBeGreaterThan(0);
});

test("before its first request nothing is known", async () => {
  const { sessions } = sessionsWith();
  expect(await sessions.before(goOn(1))).toMatchObject({ sent: [], usedAt: null, remainingTurns: null });
});

test("how long it may still go on is told from conversations that went further", async () => {
  const { sessions } = sessionsWith();
  for (let one = 0; one < 6; one++) {
    const said = [user(`Conversation ${one}`), model("1"), user("two"), model("2"), user("three")];
    for (const length of [1, 3, 5]) await send(sessions, said.slice(0, length));
  }
  expect((await sessions.before(goOn(1)))?.remainingTurns).toBe(2);
});

test("an exchange that was found early is found once", async () => {
  const { sessions } = sessionsWith();
  const exchange = goOn(1);
  await sessions.before(exchange);
  await begin(sessions, exchange);
  await end(sessions, exchange);
  expect(sessions.view().created).toBe(1);
});
