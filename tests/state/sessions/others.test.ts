import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { JsonObject } from "../../../src/lib/json.ts";
import { measure } from "../../../src/meter/tokens/measure.ts";
import { Sessions } from "../../../src/state/sessions/index.ts";
import { sessionsInMemory } from "../../../src/state/sessions/store.ts";
import { hasRedis, type RedisServer, startRedis } from "../../support/redis-server.ts";
import { end, exchangeWith, model, talk, user } from "../../support/sessions.ts";
import { away, connected, type OnRedis, onRedis } from "../../support/shared.ts";
import { until } from "../../support/wait.ts";

setDefaultTimeout(60_000);

const [q1, a1, q2, a2, q3, a3, q4] = talk;

let server: RedisServer;
let stores: readonly [OnRedis, OnRedis, OnRedis];

beforeAll(async () => {
  if (!hasRedis) return;
  server = await startRedis();
  const one = async (): Promise<OnRedis> => connected(onRedis(server.url));
  stores = [await one(), await one(), await one()];
});
afterAll(async () => {
  if (!hasRedis) return;
  await Promise.all(stores.map((one) => one.close()));
  await server.stop();
});

let count = 0;

/** Three daemons with one secret; what earlier tests have said is none of their conversations. */
const three = () => {
  const salt = `salt ${++count}`;
  const daemon = (together: OnRedis): Sessions =>
    new Sessions({
      ...{ store: sessionsInMemory(), salt: () => salt, now: Date.now, measure, together },
      onTrouble: (what) => {
        throw new Error(what);
      },
    });
  return [daemon(stores[0]), daemon(stores[1]), daemon(stores[2])] as const;
};

/** One request to one of them, answered. */
const send = async (sessions: Sessions, messages: readonly JsonObject[], body: JsonObject = {}) => {
  const exchange = exchangeWith(messages, { body });
  await sessions.find(exchange);
  await end(sessions, exchange);
  return exchange.notes.session;
};

describe.skipIf(!hasRedis)("conversations without a name that come to several daemons", () => {
  test("one that alternates is one session on all of them, and its turns count on", async () => {
    const [one, other, third] = three();

    const turns = [
      await send(one, [q1]),
      await send(other, [q1, a1, q2]),
      await send(one, [q1, a1, q2, a2, q3]),
      await send(third, [q1, a1, q2, a2, q3, a3, q4]),
    ];

    expect(turns.map((turn) => [turn?.id, turn?.turn, turn?.joined])).toEqual([
      [turns[0]?.id, 1, "new"],
      [turns[0]?.id, 2, "continued"],
      [turns[0]?.id, 3, "continued"],
      [turns[0]?.id, 4, "continued"],
    ]);
    expect(await third.list()).toMatchObject([{ turns: 4, client: (await one.list())[0]?.client }]);
  });

  test("of two daemons that see the same history for the first time at once the second takes the name of the first", async () => {
    const [one, other] = three();

    const [here, there] = await Promise.all([send(one, [q1, a1, q2]), send(other, [q1, a1, q2])]);

    expect(there?.id).toBe(here?.id ?? "");
  });

  test("two conversations that only begin alike stay two, also where they change places", async () => {
    const [one, other, third] = three();
    const first = await send(one, [q1]);
    const second = await send(other, [q1]);

    const on = await send(third, [q1, model("to the first"), q2]);
    const onToo = await send(third, [q1, model("to the second"), q2]);

    expect(second?.id).not.toBe(first?.id ?? "");
    expect(new Set([on?.id, onToo?.id])).toEqual(new Set([first?.id, second?.id]));
  });

  test("one that begins anew with the same words goes on as itself, not as the one that has gone further", async () => {
    const [one, other] = three();
    const before = await send(one, [q1]);
    await send(other, [q1, a1, q2]);

    const anew = await send(one, [q1]);
    const on = await send(other, [q1, model("else"), q2]);

    expect(anew?.id).not.toBe(before?.id ?? "");
    expect(on).toMatchObject({ id: anew?.id ?? "", turn: 2 });
  });

  test("a message that is edited on another daemon parts within the same session", async () => {
    const [one, other] = three();
    const first = await send(one, [q1]);
    await send(one, [q1, a1, q2]);

    const edited = await send(other, [q1, a1, user("two, but other")]);

    expect(edited).toMatchObject({ id: first?.id ?? "", turn: 3, joined: "forked" });
  });

  test("what is led in another way is another conversation, however alike it begins", async () => {
    const [one, other] = three();
    const first = await send(one, [q1], { system: "You count." });

    const second = await send(other, [q1, a1, q2], { system: "You sing.", tools: [] });

    expect(second?.id).not.toBe(first?.id ?? "");
  });

  test("one that a person ends on one daemon is over on all", async () => {
    const [one, other, third] = three();
    const first = await send(one, [q1]);
    await send(other, [q1, a1, q2]);

    await one.end(first?.id ?? "");
    await until("the others know", () => stores[1].board.read("sessions-ended").has(first?.id ?? ""));
    await until("the third knows", () => stores[2].board.read("sessions-ended").has(first?.id ?? ""));

    expect(await other.list()).toEqual([]);
    expect((await send(third, [q1, a1, q2, a2, q3]))?.id).not.toBe(first?.id ?? "");
  });

  test("nothing that somebody wrote, no key and no id of a vendor's is in the store", async () => {
    const [one, other] = three();
    const call = model([{ type: "tool_use", id: "toolu_held", name: "Read", input: { path: "/home/ada" } }]);
    const result = user([{ type: "tool_result", tool_use_id: "toolu_held", content: "secret text" }]);
    await send(one, [user("whisper"), call, result], { system: "You whisper." });
    await send(other, [user("whisper"), call, result, a2, q3], { system: "You whisper." });

    const keys = (await server.ask("KEYS", "t:t:*")).split("\n");
    const texts = await Promise.all(keys.map((key) => server.ask("HGETALL", key)));

    const plain = (text: string): string => new Bun.CryptoHasher("sha256").update(text).digest("base64url");
    for (const word of ["whisper", "toolu_held", "secret", "ada", "sk-one", plain("You whisper.")])
      expect(texts.join("\n")).not.toContain(word);
    for (const key of keys) expect(Number(await server.ask("PTTL", key))).toBeGreaterThan(0);
  });

  test("while the store is away each goes on by what it has seen itself", async () => {
    const [one, other] = three();
    const first = await send(one, [q1]);
    const second = await send(other, [q1, a1, q2]);
    await server.kill();
    await Promise.all([away(stores[0]), away(stores[1])]);

    const alone = [await send(one, [q1, a1, q2, a2, q3]), await send(other, [q1, a1, q2, a2, q3, a3, q4])];

    expect([second, ...alone].map((turn) => turn?.id)).toEqual([first?.id, first?.id, first?.id]);
  });
});
