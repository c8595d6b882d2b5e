import { expect, test } from "bun:test";
import { after, painted, pressing } from "../../../support/dashboard.ts";
import { sceneNow, sceneOf, sceneState } from "../../../support/dashboard-scenes.ts";

const trouble = sceneState(sceneOf("trouble"), { columns: 80, rows: 24 });

test("`a` shows every alert; enter goes to the request of the chosen one", () => {
  const open = after(trouble, pressing("a", "j", "j"), sceneNow).state;
  const inside = after(open, pressing("enter"), sceneNow).state;

  expect(painted(open, sceneNow)).toMatch(/>.*prompt cache of s_19ab was lost/);
  expect(inside.overlay).toBeNull();
  expect(inside.path).toEqual([{ kind: "request", id: trouble.data.alerts[2]?.request ?? "" }]);
});

test("an alert that is about no request says so", () => {
  const { state } = after(trouble, pressing("a", "enter"), sceneNow);

  expect(state.toasts.at(-1)?.text).toBe("That is not about one request.");
  expect(state.path).toEqual([]);
});

test("the choice does not run past the ends, and escape closes", () => {
  const end = after(trouble, pressing("a", ...Array.from({ length: 40 }, () => "j"), "k"), sceneNow).state;

  expect(end.overlay).toMatchObject({ chosen: trouble.data.alerts.at(-2)?.key });
  expect(after(end, pressing("esc"), sceneNow).state.overlay).toBeNull();
});

test("with nothing to show the key says why it does nothing", () => {
  const { state } = after(sceneState(sceneOf("empty"), { columns: 80, rows: 24 }), pressing("2", "1", "a"), sceneNow);

  expect(state.overlay).toBeNull();
});
