import { expect, test } from "bun:test";
import { after, hearing, painted, pressing, requestBegun } from "../../../support/dashboard.ts";
import { sceneNow, sceneOf, sceneState } from "../../../support/dashboard-scenes.ts";

const empty = sceneState(sceneOf("empty"), { columns: 80, rows: 24 });
const start = requestBegun("r_1", sceneNow);

test("`c` copies a request, `g` lends the terminal to the demo", () => {
  const [copied] = after(empty, pressing("c"), sceneNow).effects;

  expect(copied).toMatchObject({ type: "copy", text: expect.stringMatching(/^curl http:\/\/127\.0\.0\.1:8080\/v1\//) });
  expect(after(empty, pressing("g"), sceneNow).effects).toEqual([{ type: "lend", words: ["demo"] }]);
});

test("in the demo `g` says that this is it", () => {
  const { status } = empty.data;
  const demo = { ...empty, data: { ...empty.data, status: status === null ? null : { ...status, isDemo: true } } };

  const { state, effects } = after(demo, pressing("g"), sceneNow);

  expect([effects, state.toasts.at(-1)?.text]).toEqual([[], "this is the demo"]);
});

test("the welcome goes away when the first request begins", () => {
  const begun = after(empty, hearing(start), sceneNow).state;

  expect(painted(empty, sceneNow)).toContain("Waiting for the first request");
  expect(painted(begun, sceneNow)).not.toContain("Waiting for the first request");
  expect(painted(begun, sceneNow)).toContain("Requests");
});
