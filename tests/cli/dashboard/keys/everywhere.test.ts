import { expect, test } from "bun:test";
import { type State, views } from "../../../../cli/dashboard/state.ts";
import { after, pressing, stateOf } from "../../../support/dashboard.ts";
import { summary } from "../../../support/summary.ts";

const now = 1_800_000_000_000;
const start = stateOf({ columns: 80, rows: 24 });
const inside: State = { ...start, view: "stats", path: [{ kind: "session", id: "s_1" }] };
const pressed = (state: State, ...keys: readonly string[]): State => after(state, pressing(...keys), now).state;

test("a number goes to its view, also out of whatever one had gone into", () => {
  for (const [at, view] of views.entries()) expect(pressed(inside, String(at + 1))).toMatchObject({ view, path: [] });
});

test("tab goes round the views in their order, shift-tab back", () => {
  expect(views.map((_, at) => pressed(start, ...Array<string>(at + 1).fill("tab")).view)).toEqual([
    ...views.slice(1),
    "overview",
  ]);
  expect(pressed(start, "S-tab").view).toBe("config");
});

test("esc and the left key go one place out, and no further than the view", () => {
  const deep: State = { ...inside, path: [...inside.path, { kind: "request", id: "r_1" }] };

  expect(pressed(deep, "esc").path).toEqual(inside.path);
  expect(pressed(inside, "left").path).toEqual([]);
  expect(pressed(deep, "esc", "esc", "esc")).toMatchObject({ view: "stats", path: [] });
});

test.each([
  [":", { kind: "command", text: "" }],
  ["?", { kind: "help", search: "" }],
])("%s opens what has the keys from then on", (key, overlay) => {
  expect(pressed(start, key).overlay).toMatchObject(overlay);
});

test.each([
  ["q", { type: "quit", code: 0 }],
  ["C-c", { type: "quit", code: 0 }],
  ["C-z", { type: "suspend" }],
] as const)("%s is done outside", (key, effect) => {
  expect(after(start, pressing(key), now).effects).toEqual([effect]);
});

test("p holds the picture, and lets go of it with all that was told meanwhile", () => {
  const held = pressed(start, "p");
  expect(held.held).toBe(held.data);

  const told = { ...held.data, requests: [summary()] };
  expect(pressed({ ...held, held: told }, "p")).toMatchObject({ held: null, data: told });
});

test("ctrl-r has everything asked for anew, and what is known stays on the screen meanwhile", () => {
  const answers = { "status {}": { at: now, value: "told", problem: null } };
  const asked = pressed({ ...start, data: { ...start.data, answers } }, "C-r");

  expect(asked.data.answers["status {}"]).toMatchObject({ at: Number.NEGATIVE_INFINITY, value: "told" });
  expect(pressed({ ...start, held: { ...start.data, answers } }, "C-r").held?.answers["status {}"]?.at).toBe(
    Number.NEGATIVE_INFINITY,
  );
});
