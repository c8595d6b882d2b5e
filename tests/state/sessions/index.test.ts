import { expect, test } from "bun:test";
import { join } from "node:path";
import { type Bill, type CostKind, noUsage } from "../../../src/core/usage.ts";
import type { JsonObject } from "../../../src/lib/json.ts";
import type { Sessions } from "../../../src/state/sessions/index.ts";
import { sessionsInFile } from "../../../src/state/sessions/thread.ts";
import { stoppedClock } from "../../support/exchange.ts";
import { scratchFolder } from "../../support/scratch.ts";
import { begin, end, exchangeWith, model, send, sessionsWith, talk, user } from "../../support/sessions.ts";

const [q1, a1, q2, a2, q3, a3, q4] = talk;

test("V3, C6: a conversation is one session without any id: it goes on, parts where the client goes back, and is found again when it was shortened", async () => {
  const { sessions } = sessionsWith();

  const first = await send(sessions, [q1]);
  const second = await send(sessions, [q1, a1, q2]);
  const third = await send(sessions, [q1, a1, q2, a2, q3]);
  const again = await send(sessions, [q1, a1, q2, a2, q3]);
  const edited = await send(sessions, [q1, a1, user("two, but other")]);
  const onward = await send(sessions, [q1, a1, q2, a2, q3, a3, q4]);
  const shortened = await send(sessions, [user("a summary"), a2, q3, a3, q4, model("4"), user("five")]);
  const other = await send(sessions, [user("something else"), model("x"), user("y")]);

  expect(
    [first, second, third, again, edited, onward, shortened].map((turn) => [turn?.id, turn?.turn, turn?.joined]),
  ).toEqual([
    [first?.id, 1, "new"],
    [first?.id, 2, "continued"],
    [first?.id, 3, "continued"],
    [first?.id, 4, "forked"],
    [first?.id, 5, "forked"],
    [first?.id, 6, "continued"],
    [first?.id, 7, "compacted"],
  ]);
  expect(other).toMatchObject({ turn: 1, joined: "new" });
  expect(other?.id).not.toBe(first?.id);
  expect(first?.id).toMatch(/^s_[a-z0-9]{12}$/);
  expect(sessions.view()).toMatchObject({
    active: 2,
    created: 2,
    joined: { explicit: 0, continued: 3, forked: 2, compacted: 1, new: 2 },
    hits: 6,
    misses: 2,
  });
});

test("what a client adds anew each time makes no other conversation: reminders, dates, marks for the cache, ids, thoughts", async () => {
  const { sessions } = sessionsWith();
  const led = (date: string, cache: object) => [{ type: "text", text: `You help.\nToday's date: ${date}`, ...cache }];
  const call = (id: string) => model([{ type: "tool_use", id, name: "Read", input: { b: 1, a: 2 } }]);
  const result = (id: string, more: readonly object[] = []) =>
    user([{ type: "tool_result", tool_use_id: id, content: "text" }, ...more]);
  const reminder = { type: "text", text: "<system-reminder>It is late.</system-reminder>" };

  const first = await send(sessions, [user([{ type: "text", text: "one" }, reminder])], {
    body: { system: led("2026-11-01", {}) },
  });
  const second = await send(sessions, [user("one"), call("t1"), result("t1", [reminder])], {
    body: { system: led("2026-11-02", { cache_control: { type: "ephemeral" } }) },
  });
  const third = await send(
    sessions,
    [
      user("one"),
      model([
        { type: "thinking", thinking: "hm" },
        { type: "tool_use", id: "t1", name: "Read", input: { a: 2, b: 1 } },
      ]),
      result("t1"),
      a2,
      q3,
    ],
    { body: { system: led("2026-11-03", {}) } },
  );

  expect([second?.id, third?.id]).toEqual([first?.id, first?.id]);
  expect(third).toMatchObject({ turn: 3, joined: "continued" });
});

test("S-46: the same conversation under another key, or of another program, is another session", async () => {
  const { sessions } = sessionsWith();
  const named = { "x-claude-code-session-id": "11111111-2222-3333-4444-555555555555" };

  const mine = await send(sessions, [q1, a1, q2]);
  const theirs = await send(sessions, [q1, a1, q2, a2, q3], { headers: { "x-api-key": "sk-two" } });
  const program = await send(sessions, [q1, a1, q2, a2, q3], { headers: { "user-agent": "other/1" } });
  const myName = await send(sessions, [q1], { headers: named });
  const theirName = await send(sessions, [q1], { headers: { ...named, "x-api-key": "sk-two" } });

  expect(new Set([mine, theirs, program, myName, theirName].map((turn) => turn?.id)).size).toBe(5);
  expect([theirs?.joined, program?.joined]).toEqual(["new", "new"]);
});

test("S-47: histories are told apart by whole hashes of everything in them", async () => {
  const { sessions } = sessionsWith();
  const long = "x".repeat(100_000);

  const ids = new Set<string | undefined>();
  for (const messages of [
    [user(`${long}1`), a1, q2],
    [user(`${long}2`), a1, q2],
    [user("one\n1"), q2],
    [user("one"), user("1"), q2],
    [user('one","1'), q2],
    [
      user([
        { type: "text", text: "one" },
        { type: "text", text: "1" },
      ]),
      q2,
    ],
    [model("one\n1"), q2],
  ]) {
    ids.add((await send(sessions, messages))?.id);
  }
  const [session] = await sessions.list();

  expect(ids.size).toBe(7);
  expect(session?.marks.every(({ hash }) => Buffer.from(hash, "base64url").length === 32)).toBe(true);
});

test("two conversations that begin alike are two, until each has gone its way; a request that failed may be sent again", async () => {
  const { sessions } = sessionsWith();

  const left = await begin(sessions, exchangeWith([q1]));
  const right = await begin(sessions, exchangeWith([q1]));
  await end(sessions, left);
  const leftOn = await send(sessions, [q1, a1, q2]);
  await end(sessions, right);
  const rightOn = await send(sessions, [q1, model("something else"), q2]);
  const failed = await begin(sessions, exchangeWith([user("new")]));
  await end(sessions, failed, 529);
  const retried = await send(sessions, [user("new")]);

  expect([leftOn?.id, rightOn?.id]).toEqual([left.notes.session?.id, right.notes.session?.id]);
  expect(leftOn?.id).not.toBe(rightOn?.id);
  expect(retried).toMatchObject({ id: failed.notes.session?.id, turn: 2, joined: "continued" });
});

test("V4: a session is over after an hour without a request, and the oldest goes when there are too many", async () => {
  const { sessions, clock } = sessionsWith(undefined, stoppedClock(), 3);
  const headers = { "x-session-id": "named" };

  const first = await send(sessions, [q1]);
  const named = await send(sessions, [q1], { headers });
  clock.advance(3_600_001);
  const later = await send(sessions, [q1, a1, q2]);
  const renamed = await send(sessions, [q1], { headers });
  for (const text of ["a", "b", "c"]) await send(sessions, [user(text)]);

  expect(later).toMatchObject({ turn: 1, joined: "new" });
  expect(later?.id).not.toBe(first?.id);
  expect(renamed).toMatchObject({ id: named?.id, turn: 2 });
  expect(sessions.view()).toMatchObject({ active: 3, expired: 4 });
});

test("C6: a session that a person ends has not expired; the first request of a named one is no hit", async () => {
  const { sessions } = sessionsWith();
  const first = await send(sessions, [q1], { headers: { "x-session-id": "named" } });
  await sessions.end(first?.id ?? "");

  expect(sessions.view()).toMatchObject({
    created: 1,
    hits: 0,
    misses: 1,
    ended: 1,
    expired: 0,
    joined: { explicit: 1 },
  });
});

test("what a vendor has counted is known at the next turn, also after a restart; what was estimated is not", async () => {
  const file = join(scratchFolder(), "memory.db");
  const run = () => sessionsWith(sessionsInFile(file, () => undefined)).sessions;
  const billed = async (sessions: Sessions, messages: readonly JsonObject[], bill: Bill) => {
    const exchange = await begin(sessions, exchangeWith(messages));
    Object.defineProperties(exchange.notes, { model: { value: "m" }, bill: { value: bill } });
    const last = sessions.input(exchange)?.last ?? null;
    await end(sessions, exchange);
    return last;
  };
  const bill = (kind: CostKind, inputTokens: number) => ({ kind, costMicros: 1, usage: { ...noUsage, inputTokens } });

  const before = run();
  expect(await billed(before, [q1], bill("reported", 500))).toBeNull();
  expect(await billed(before, [q1, a1, q2], bill("estimated", 700))).toMatchObject({ reported: 500 });
  await before.stop();
  const after = run();
  await after.ready();
  const last = await billed(after, [q1, a1, q2, a2, q3], bill("reported", 900));
  await after.stop();

  expect(last).toMatchObject({ upstream: "vendor", model: "m", reported: 500 });
  expect(last?.unlearned).toBeGreaterThan(1);
});

test("an ended session is not gone on with, and an unknown one cannot be ended", async () => {
  const { sessions } = sessionsWith();
  const first = await send(sessions, [q1]);

  expect(await sessions.end(first?.id ?? "")).toBe(true);
  expect(await sessions.end(first?.id ?? "")).toBe(false);
  expect(await send(sessions, [q1, a1, q2])).toMatchObject({ turn: 1, joined: "new" });
});

test("a large body is read a little at a time while others have their turns, and at once where somebody must know", async () => {
  const { sessions } = sessionsWith();
  const long = (count: number) =>
    Array.from({ length: count }, (_, index) => (index % 2 === 0 ? user : model)(`${index} ${"words ".repeat(400)}`));
  const [one, other] = [exchangeWith(long(141)), exchangeWith([user("words ".repeat(60_000))])];
  for (const exchange of [one, other]) sessions.expect(exchange);

  const looking = [one, other].map((exchange) => sessions.look(exchange));
  let turns = 0;
  const count = (): void => {
    turns++;
    if (one.notes.session === null) setImmediate(count);
  };
  setImmediate(count);
  expect([one.notes.session, other.notes.session]).toEqual([null, null]);
  sessions.join(other);
  expect(other.notes.session).toMatchObject({ turn: 1, joined: "new" });
  await Promise.all(looking);

  expect(turns).toBeGreaterThan(5);
  expect(one.notes.session).toMatchObject({ turn: 1, joined: "new" });
  await end(sessions, one);
  const onward = await send(sessions, [...long(141), model("answer"), user("more")]);
  expect(onward).toMatchObject({ id: one.notes.session?.id, turn: 2, joined: "continued" });
});

test("of many large bodies at once only a few wait to be read; the others are read when their answers end", async () => {
  const { sessions } = sessionsWith();
  const all = Array.from({ length: 20 }, (_, index) => exchangeWith([user(`${index} ${"words ".repeat(60_000)}`)]));
  for (const exchange of all) sessions.expect(exchange);

  const looking = all.map((exchange) => sessions.look(exchange));
  await Promise.all(looking);
  expect(all.filter(({ notes }) => notes.session !== null)).toHaveLength(8);
  for (const exchange of all) sessions.join(exchange);
  expect(all.every(({ notes }) => notes.session?.joined === "new")).toBe(true);
});

test("never more conversations are known than may be, not even by the one that has just begun", async () => {
  const { sessions } = sessionsWith(undefined, undefined, 3);

  for (let at = 0; at < 9; at++) await send(sessions, [user(`talk ${at}`)]);

  expect(sessions.room().filter(({ is, most }) => is > most)).toEqual([]);
  expect((await sessions.list()).length).toBe(3);
});
