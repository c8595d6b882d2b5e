import { expect, test } from "bun:test";
import { createSessionFigures } from "../../../src/state/metrics/sessions.ts";
import { stoppedClock } from "../../support/exchange.ts";

const turn = { id: "s_1", turn: 1, joined: "new", isUtility: false } as const;

test("a conversation is active for an hour after its last request", () => {
  const clock = stoppedClock();
  const sessions = createSessionFigures(clock.now);
  sessions.add(turn);
  clock.advance(1_800_000);
  sessions.add({ ...turn, id: "s_2" });
  sessions.add(null);
  expect(sessions.view().active).toBe(2);

  clock.advance(1_800_001);

  expect(sessions.view().active).toBe(1);
});

test("a call beside a conversation keeps it active and is no turn of it", () => {
  const sessions = createSessionFigures(() => 0);
  sessions.add({ ...turn, isUtility: true });

  expect(sessions.view()).toMatchObject({ active: 1, joined: { new: 0 } });
});

test("more conversations than anybody has do not grow the memory", () => {
  const sessions = createSessionFigures(() => 0);
  for (let i = 0; i < 11_000; i++) sessions.add({ ...turn, id: `s_${i}` });

  expect(sessions.view()).toMatchObject({ active: 10_000, joined: { new: 11_000 } });
});
