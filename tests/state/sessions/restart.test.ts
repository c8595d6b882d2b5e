import { expect, test } from "bun:test";
import { join } from "node:path";
import { sessionsInFile } from "../../../src/state/sessions/thread.ts";
import { stoppedClock } from "../../support/exchange.ts";
import { scratchFolder } from "../../support/scratch.ts";
import { send, sessionsWith, talk, user } from "../../support/sessions.ts";

const [q1, a1, q2, a2, q3] = talk;

test("V4: sessions outlive a restart, and nothing of their text is in the file", async () => {
  const file = join(scratchFolder(), "memory.db");
  const clock = stoppedClock(Date.now());
  const secret = "a sentence that nobody else says";
  const run = () =>
    sessionsWith(
      sessionsInFile(file, () => undefined),
      clock,
    ).sessions;
  const before = run();
  const first = await send(before, [user(secret)]);
  await send(before, [user(secret), a1, q2]);
  await before.stop();

  const after = run();
  await after.ready();
  const third = await send(after, [user(secret), a1, q2, a2, q3]);
  await after.stop();

  expect(third).toMatchObject({ id: first?.id, turn: 3, joined: "continued" });
  const kept = await Bun.file(file).text();
  for (const word of [secret, "sk-one", "two"]) expect(kept).not.toContain(word);
});

test("V4: many sessions outlive a restart, in the order of their last use, also where a request comes while they are read", async () => {
  const file = join(scratchFolder(), "memory.db");
  const clock = stoppedClock(Date.now());
  const run = () =>
    sessionsWith(
      sessionsInFile(file, () => undefined),
      clock,
      21,
    ).sessions;
  const before = run();
  const ids: (string | undefined)[] = [];
  for (let index = 0; index < 20; index++) {
    ids.push((await send(before, [user(`${index}`)]))?.id);
    clock.advance(index % 3 === 0 ? 0 : 1000); // some at the same moment
  }
  await before.stop();

  const after = run();
  const ready = after.ready();
  const early = await send(after, [user("early")]);
  await ready;
  const twelfth = await send(after, [user("12"), a1, q2]);
  const listed = (await after.list()).map(({ id }) => id);
  await send(after, [user("one more")]);
  await after.stop();

  expect(twelfth).toMatchObject({ id: ids[12] ?? "", turn: 2 });
  expect([...listed].sort()).toEqual([...ids, early?.id].map(String).sort());
  expect(listed.slice(0, 2)).toEqual([ids[12], early?.id].map(String));
  expect(after.view()).toMatchObject({ active: 21, expired: 1 });
});

test("V4: a session is found by the name that its tool has for it: whoever's key it is under, when it is over, and after a restart", async () => {
  const file = join(scratchFolder(), "memory.db");
  const clock = stoppedClock(Date.now());
  const run = () =>
    sessionsWith(
      sessionsInFile(file, () => undefined),
      clock,
    ).sessions;
  const named = (name: string, key = "sk-one") => ({ headers: { "x-claude-code-session-id": name, "x-api-key": key } });
  const before = run();
  const first = await send(before, [q1], named("5e8f"));
  await send(before, [q1], named("aaaa"));
  clock.advance(1000);
  const moved = await send(before, [q1], named("5e8f", "sk-two"));
  const found = await before.ofTool("5e8f");
  await before.stop();
  clock.advance(3_600_001);
  const [after, again] = [run(), run()];
  const later = await after.ofTool("5e8f");
  await after.stop();

  expect(moved?.id).not.toBe(first?.id);
  expect([found, later]).toEqual([moved?.id ?? "", moved?.id ?? ""]);
  expect(await again.ofTool("5e8f")).toBe(moved?.id ?? "");
  expect(await again.ofTool("never")).toBeNull();
  expect(again.view()).toMatchObject({ active: 0, expired: 0 });
  await again.stop();
});
