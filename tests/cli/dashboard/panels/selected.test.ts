import { expect, test } from "bun:test";
import { keyOf } from "../../../../cli/dashboard/data/answers.ts";
import { selectedPanel } from "../../../../cli/dashboard/panels/selected.ts";
import { screenOf } from "../../../../cli/dashboard/screens/index.ts";
import { after, panelText, pressing } from "../../../support/dashboard.ts";
import { sceneNow, sceneOf, sceneState } from "../../../support/dashboard-scenes.ts";

const state = sceneState(sceneOf("calm"), { columns: 120, rows: 40 });
const panel = selectedPanel(() => "r_run003");
const asked = (of: typeof state) =>
  screenOf(of)
    .questions(of, sceneNow)
    .filter(({ name }) => name === "request");

test("what is said right now stands below what was asked", () => {
  const [question, answer, facts] = panelText(panel, state, sceneNow, { columns: 118, rows: 3 });

  expect(question).toMatch(/^ > Now update the checkout tests so that they pass .*18 tools/);
  expect(answer).toMatch(/^ < tool call Edit: \{"file":"src\/checkout\.test\.ts"/);
  expect(facts).toContain("first byte 700 ms");
});

test("an answer that is longer than its line is cut with a sign", () => {
  expect(panelText(panel, state, sceneNow, { columns: 60, rows: 3 })[1]).toContain("…");
});

test("where nothing is chosen it follows what comes, and says so", () => {
  const chosen = after(state, pressing("j"), sceneNow).state;
  const titles = [state, chosen].map((one) => panel(one, sceneNow, { columns: 118, rows: 3 }).title);

  expect(titles[0]).toStartWith("Following: 14:02:23");
  expect(titles[1]).toStartWith("Selected: 14:02:23");
});

test("G11 one that waits for its turn says so, with its place and the limit", () => {
  const [first, ...rest] = state.data.running;
  if (first === undefined) throw new Error("Something runs in the calm scene.");
  const queue = { place: 2, limit: "tight", sinceAt: sceneNow - 3000 };
  const running = [{ ...first, phase: "queued" as const, queue }, ...rest];
  const waiting = { ...state, data: { ...state.data, running } };

  const { title } = selectedPanel(() => first.id)(
    { ...waiting, lists: { requests: { chosen: first.id, row: 0, newest: null } } },
    sceneNow,
    { columns: 118, rows: 3 },
  );

  expect(title).toEndWith("queued 3s, place 2 for tight");
});

test("of a request that is not there nothing is shown", () => {
  const empty = sceneState(sceneOf("empty"), { columns: 120, rows: 40 });

  expect(panelText(panel, empty, sceneNow, { columns: 60, rows: 3 })[0]).toBe(" no request");
});

test("only the chosen request is asked for, again and again until its end is told, and only where it is shown", () => {
  const ended = after(state, pressing("j", "j"), sceneNow).state;
  const small = after(state, [{ type: "resize", size: { columns: 80, rows: 24 } }], sceneNow).state;

  expect(asked(state)).toEqual([{ name: "request", ask: { id: "r_run003" }, freshMs: 1000 }]);
  expect(asked(ended)).toEqual([{ name: "request", ask: { id: "r_8f3k11" }, freshMs: 250 }]);
  const key = keyOf({ name: "request", ask: { id: "r_8f3k11" } });
  const told = after(ended, [{ type: "answered", key, value: { summary: {} } }], sceneNow).state;
  expect(asked(told)[0]?.freshMs).toBe(Number.POSITIVE_INFINITY);
  expect(asked(small)).toEqual([]);
});
