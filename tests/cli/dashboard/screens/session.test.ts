import { expect, test } from "bun:test";
import { after, painted, pressing } from "../../../support/dashboard.ts";
import { sizes } from "../../../support/dashboard-answers.ts";
import { sceneNow } from "../../../support/dashboard-scenes.ts";
import {
  growing,
  ofUnknownCost,
  sessionsScene,
  twiceBroken,
  withBatches,
} from "../../../support/dashboard-sessions.ts";
import { runningOf } from "../../../support/scenes/requests.ts";
import { summary } from "../../../support/summary.ts";

const standard = { columns: 80, rows: 24 };
const whole = growing();
const withWindow = { ...whole, session: { ...whole.session, windowTokens: 200_000 } };

test.each(sizes)("a conversation that grows in a window of known size, at %p", (size) => {
  expect(painted(sessionsScene(size, ["enter"], { detail: withWindow }), sceneNow)).toMatchSnapshot();
});

test.each(sizes)("one whose cache was lost twice, at the turn where it was, at %p", (size) => {
  expect(painted(sessionsScene(size, ["enter", "j", "j"], { detail: twiceBroken }), sceneNow)).toMatchSnapshot();
});

test.each(sizes)("one of unknown cost: nothing is made up, at %p", (size) => {
  const shown = painted(sessionsScene(size, ["enter"], { detail: ofUnknownCost }), sceneNow);

  expect(shown).toMatchSnapshot();
  expect(shown).not.toMatch(/\$0(?!\.)/);
});

test.each(sizes)("one with batches: each is marked in the chart and in its turn, at %p", (size) => {
  expect(painted(sessionsScene(size, ["enter", "j", "j"], { detail: withBatches }), sceneNow)).toMatchSnapshot();
});

test("z has more left out of a session than of all others, and again as of all others", async () => {
  const asked: unknown[] = [];
  const telling = (memory: "balanced" | null) => {
    const detail = { ...whole, session: { ...whole.session, memory } };
    return after(sessionsScene(standard, ["enter"], { detail }), pressing("z"), sceneNow);
  };
  for (const { effects } of [telling(null), telling("balanced")])
    for (const effect of effects)
      if (effect.type === "ask")
        await effect.with({
          compressSession: (ask: unknown) => {
            asked.push(ask);
            return Promise.resolve({ before: null, mode: null, setting: "shadow" });
          },
        } as unknown as Parameters<typeof effect.with>[0]);

  expect(asked).toEqual([
    { id: "s_19ab33c0d1e2", mode: "on" },
    { id: "s_19ab33c0d1e2", mode: null },
  ]);
});

test("d compares a turn with the one before it, as what broke its cache; the first has none", () => {
  const { effects } = after(sessionsScene(standard, ["enter"], { detail: whole }), pressing("d"), sceneNow);
  const first = after(sessionsScene(standard, ["enter", "end"], { detail: whole }), pressing("d"), sceneNow);

  expect(effects).toMatchObject([{ type: "ask" }]);
  expect(first.effects).toEqual([]);
  expect(painted(first.state, sceneNow)).toContain("There is no turn before it to compare with.");
});

test("why a cache was lost and what that cost is told in words; another turn tells where it was last", () => {
  const wide = { columns: 120, rows: 40 };

  const broken = painted(sessionsScene(wide, ["enter", "j", "j"], { detail: twiceBroken }), sceneNow);
  const other = painted(sessionsScene(wide, ["enter"], { detail: twiceBroken }), sceneNow);

  expect(broken).toContain("Cache break: system[0] changed; that cost $0.34");
  expect(other).toContain("The cache was lost 2 times, last at turn 38:");
});

test("a request that runs is its newest turn, one that ends meanwhile is in it once", () => {
  const [first] = runningOf("calm");
  if (first === undefined) throw new Error("Something runs in this scene.");
  const id = whole.session.id;
  const running = { ...first, session: id, turn: 41, startedAt: sceneNow - 4000, phase: "streaming" } as const;
  const state = sessionsScene(standard, ["enter"], { running: [running] });
  const request = summary({
    id: running.id,
    session: id,
    turn: 41,
    startedAt: running.startedAt,
    inputTokens: 144_000,
  });

  const ended = after(state, [{ type: "heard", message: { type: "request-ended", request } }], sceneNow).state;

  expect(painted(state, sceneNow)).toMatch(/> +41 .* streaming/);
  expect(painted(ended, sceneNow)).toMatch(/> +41 .*144k/);
  expect(painted(ended, sceneNow).match(/ 41 {2}/g)?.length).toBe(1);
});

test("a session that nobody knows says so, and there is nothing to export", () => {
  const state = sessionsScene(standard, ["enter"], { detail: null });

  expect(painted(state, sceneNow)).toContain("No session s_19ab33c0d1e2 is known any more.");
  expect(after(state, pressing("e"), sceneNow).effects).toEqual([]);
});

test("enter goes into the request of a turn, esc comes out again, e exports", () => {
  const state = sessionsScene(standard, ["enter", "j"], { detail: twiceBroken });

  expect(after(state, pressing("enter"), sceneNow).state.path.at(-1)).toEqual({ kind: "request", id: "r_t039" });
  expect(after(state, pressing("esc"), sceneNow).state.path).toEqual([]);
  expect(after(state, pressing("e"), sceneNow).effects).toEqual([
    { type: "command", words: ["sessions", "export", "s_19ab33c0d1e2", "--output", "s_19ab33c0d1e2.json"] },
  ]);
});
