import { expect, test } from "bun:test";
import type { State } from "../../../../cli/dashboard/state.ts";
import { after, over, painted, pressing } from "../../../support/dashboard.ts";
import { pictureAt as now, withRequests } from "../../../support/dashboard-requests.ts";

const typed = (...keys: readonly string[]): State =>
  after(withRequests({ columns: 80, rows: 24 }), pressing("/", ...keys), now).state;

test("while it is typed it says in how many it is, and the list stays in sight", () => {
  expect(over(typed(..."openai"), now)).toContain("in 2 of what is listed");
  expect(over(typed(..."zzz"), now)).toContain("found nowhere");
  expect(painted(typed(..."openai"), now)).toMatch(/> .*glm-4\.6/);
});

test("letters are taken back one by one, all at once, and an empty search closes", () => {
  expect(typed("a", "é", "backspace").overlay).toMatchObject({ text: "a" });
  expect(typed("a", "b", "C-u").overlay).toMatchObject({ kind: "search", text: "" });
  expect(typed("a", "backspace", "backspace").overlay).toBeNull();
});

test("esc leaves the list where it was", () => {
  expect(typed(..."openai", "esc")).toMatchObject({ overlay: null, searches: {} });
});

test("enter goes to the first one that has it, and closes", () => {
  const { overlay, lists, searches } = typed(..."openai", "enter");

  expect([overlay, lists["requests"]?.chosen, searches["requests"]]).toEqual([null, "r_small", "openai"]);
});
