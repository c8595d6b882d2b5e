import { expect, test } from "bun:test";
import type { State } from "../../../../cli/dashboard/state.ts";
import { after, over, pressing } from "../../../support/dashboard.ts";
import { pictureAt as now, withRequests } from "../../../support/dashboard-requests.ts";

const size = { columns: 80, rows: 24 };
const typed = (state: State, text: string): State =>
  after(state, pressing(...[...text].map((sign) => (sign === " " ? "space" : sign))), now).state;
const building = (text: string, at = size): State => typed(after(withRequests(at), pressing("f"), now).state, text);

test("the builder shows fields, then values with their counts, and how many the filter finds", () => {
  expect(over(building(""), now)).toMatchSnapshot();
  expect(over(building("st:ok up:"), now)).toMatchSnapshot();
  expect(over(after(building("up:", { columns: 40, rows: 10 }), pressing("down"), now).state, now)).toMatchSnapshot();
});

test("what is wrong stands under what was typed, with what was meant", () => {
  expect(over(building("modle:glm "), now)).toContain('no field "modle", did you mean model: ?');
  expect(after(building("modle:glm "), pressing("enter"), now).state.overlay?.kind).toBe("filter");
});

test("choosing makes the same text as typing", () => {
  const chosen = after(building("u"), pressing("tab", "down", "enter"), now).state;

  expect(chosen.overlay).toMatchObject({ kind: "filter", text: "up:anthropic " });
});

test("enter brings the filter into force, escape leaves the one before", () => {
  const filtered = after(building("st:cut"), pressing("enter"), now).state;

  expect([filtered.filter, filtered.overlay]).toEqual(["st:cut", null]);
  expect(after(filtered, pressing("f", "C-u", "x", "esc"), now).state.filter).toBe("st:cut");
  expect(after(filtered, pressing("esc"), now).state.filter).toBe("");
});

test("a mistake that is only not yet written to its end is no mistake", () => {
  expect(over(building("cost:"), now)).not.toContain("error");
  expect(over(building("model:"), now)).toContain("wants a value");
});
