import { expect, test } from "bun:test";
import type { JsonObject } from "../../../src/lib/json.ts";
import { exchangeOf } from "../../support/exchange.ts";
import { begin, end, exchangeWith, send, sessionsWith, talk, user } from "../../support/sessions.ts";

const [q1, a1, q2, a2, q3] = talk;

test("an id that the client gives decides; its helpers are children; calls beside the conversation have no turn", async () => {
  const { sessions } = sessionsWith();
  const headers = { "x-claude-code-session-id": "11111111-2222-3333-4444-555555555555" };
  const helper = { body: { system: "You search files." }, headers };

  const main = await send(sessions, [q1], { headers });
  const sub = await send(sessions, [user("find it")], helper);
  const subOn = await send(sessions, [user("find it"), a1, q2], helper);
  const cleared = await send(sessions, [user("all new")], { headers });
  const title = await send(sessions, [q1], { headers, body: { system: "Write a 5-10 word title.", tools: [] } });
  const probe = await send(sessions, [user("quota")], { body: { max_tokens: 1, tools: [] } });
  const inBody = await send(sessions, [user("by body")], {
    body: { metadata: { user_id: JSON.stringify({ session_id: "11111111-2222-3333-4444-555555555555" }) } },
  });

  expect(main).toMatchObject({ turn: 1, joined: "explicit" });
  expect(sub).toMatchObject({ turn: 1, joined: "explicit" });
  expect((await sessions.list()).map(({ id, parent }) => [id, parent])).toContainEqual([
    sub?.id ?? null,
    main?.id ?? null,
  ]);
  expect(subOn).toMatchObject({ id: sub?.id, turn: 2 });
  expect(cleared).toMatchObject({ id: main?.id, turn: 2 });
  expect(title).toMatchObject({ id: main?.id, turn: null, isUtility: true });
  expect(probe).toBe(null);
  expect(inBody?.id).toBe(main?.id);
  expect(sessions.view()).toMatchObject({ active: 2, utility: 2 });
});

test("a WebSocket or a body that nobody can read belongs to the session that its headers name", async () => {
  const { sessions } = sessionsWith();
  const thread = { "session-id": "s-1", "thread-id": "t-1" };
  const unread = exchangeOf("/v1/responses", { headers: { ...thread, "x-api-key": "k" } });
  const nameless = exchangeOf("/v1/responses", { headers: { "x-api-key": "k" } });

  await begin(sessions, unread);
  await begin(sessions, nameless);

  expect(unread.notes.session).toMatchObject({ turn: 1, joined: "explicit" });
  expect(await sessions.list()).toMatchObject([{ parent: expect.stringMatching(/^s_/) }]);
  expect(nameless.notes.session).toBe(null);
});

test("asking to begin anew begins another session, but only as a whole message", async () => {
  const { sessions } = sessionsWith();

  const first = await send(sessions, [q1]);
  const quoted = await send(sessions, [q1, a1, user("What does `start over` do in this code?")]);
  const reset = await send(sessions, [q1, a1, user("Start over!")]);
  const on = await send(sessions, [q1, a1, user("Start over!"), a2, q3]);

  expect(quoted?.id).toBe(first?.id);
  expect(reset?.id).not.toBe(first?.id);
  expect(on).toMatchObject({ id: reset?.id, turn: 2 });
});

test("a prompt that goes out a second time tells how much of it was sent before, and what the vendor read", async () => {
  const { sessions } = sessionsWith();
  const usage = {
    inputTokens: 4000,
    cacheReadTokens: 0,
    cacheWriteTokens: 4000,
    cacheWrite1hTokens: 0,
    inputAudioTokens: null,
  };
  const rest = { outputTokens: 9, reasoningTokens: null, outputAudioTokens: null, webSearches: null };
  const reported = (read: number) => ({
    ...{
      id: "msg_1",
      model: "m",
      stop: null,
      anomalies: 0,
      deliveredTokens: 9,
      error: null,
      serviceTier: null,
      answers: [],
    },
    usage: { ...usage, ...rest, cacheReadTokens: read },
  });
  const long = user("word ".repeat(3000));
  const turn = async (messages: readonly JsonObject[], names: readonly string[], read: number) => {
    const exchange = await begin(
      sessions,
      exchangeWith(messages, { body: { tools: names.map((name) => ({ name })) } }),
    );
    exchange.notes.reported = reported(read);
    await end(sessions, exchange);
    return exchange.notes.cache;
  };

  const first = await turn([long], ["Read"], 0);
  const second = await turn([long, a1, q2], ["Read"], 3900);
  const third = await turn([long, a1, q2, a2, q3], ["Read", "New"], 0);

  expect(first).toMatchObject({ repeatedShare: null, readShare: 0, broke: null });
  expect(second).toMatchObject({ repeatedShare: expect.closeTo(0.99, 1), readShare: 0.975, broke: null });
  expect(third?.broke).toMatchObject({ cause: "block-changed", why: "tools[1] added", at: ["tools", 1] });
});
