import { expect, test } from "bun:test";
import { after, hearing, over, pressing } from "../../../support/dashboard.ts";
import { pictureAt as now, oneOfEach, withRequests } from "../../../support/dashboard-requests.ts";
import { summary } from "../../../support/summary.ts";

const size = { columns: 100, rows: 40 };
const start = withRequests(size);
const chosen = (keys: readonly string[], state = start) =>
  after(state, pressing(...keys), now).state.lists["requests"]?.chosen;

test("/ finds a text, n and N go on and back and around", () => {
  expect(chosen(["/", ..."openai", "enter"])).toBe("r_small");
  expect(chosen(["/", ..."openai", "enter", "n"])).toBe("r_down");
  expect(chosen(["/", ..."openai", "enter", "n", "n"])).toBe("r_small");
  expect(chosen(["/", ..."openai", "enter", "N"])).toBe("r_down");
  expect(after(start, pressing("/", ..."nowhere", "enter"), now).state.toasts[0]?.text).toContain("is nowhere");
});

test("sorting by cost puts the dearest first and what is unknown last, and stays on its request", () => {
  const byCost = after(start, pressing("j", "j", "s"), now).state;

  expect(byCost.requestList.sort).toBe("cost");
  expect(byCost.lists["requests"]?.chosen).toBe("r_limited");
  expect(chosen(["home", "j"], byCost)).toBe("r_aborted");
  expect(chosen(["S", "end"], byCost)).toBe("r_unknown");
});

test("scrolling stops following, G goes on with it", () => {
  const scrolled = after(start, pressing("j"), now).state;
  const fresh = { type: "request-ended", request: summary({ id: "r_new", startedAt: now }) } as const;
  const later = after(scrolled, hearing(fresh), now).state;

  expect(later.lists["requests"]?.chosen).toBe("r_ok");
  expect(after(later, pressing("G"), now).state.lists["requests"]?.chosen).toBeNull();
  expect(after(later, pressing("k", "k"), now).state.lists["requests"]?.chosen).toBeNull();
});

test("two are marked with space, a third takes the place of the first", () => {
  const { state } = after(start, pressing("space", "j", "space", "j", "space"), now);

  expect(state.requestList.marked).toEqual(["r_ok", "r_limited"]);
  expect(after(start, pressing("d"), now).state.toasts[0]?.text).toBe("mark two with space to compare them");
  expect(after(state, pressing("d"), now).effects[0]?.type).toBe("ask");
});

test("y copies the id", () => {
  expect(after(start, pressing("j", "y"), now).effects).toEqual([{ type: "copy", text: "r_ok", what: "the id r_ok" }]);
});

test("x asks before it cancels a running request, and says why it does not cancel another", () => {
  const asked = after(start, pressing("x"), now);

  expect(asked.effects).toEqual([]);
  expect(over(asked.state, now)).toMatchSnapshot();
  expect(after(asked.state, pressing("enter"), now).effects[0]?.type).toBe("ask");
  expect(after(start, pressing("j", "x"), now).state.toasts[0]?.text).toContain("it has ended");
});

test("where there is no request every key says so", () => {
  for (const key of ["space", "c", "y", "x"])
    expect(after(withRequests(size, [], []), pressing(key), now).state.toasts[0]?.text).toContain("no request");
});

test("escape clears the search, then the filter, then the order", () => {
  const searched = after({ ...start, filter: "st:ok" }, pressing("s", "/", "o", "enter"), now).state;
  const one = after(searched, pressing("esc"), now).state;
  const two = after(one, pressing("esc"), now).state;

  expect([one.searches, one.filter]).toEqual([{}, "st:ok"]);
  expect([two.filter, two.requestList.sort]).toEqual(["", "cost"]);
  expect(after(two, pressing("esc"), now).state.requestList.sort).toBe("at");
});

test("enter opens the one that is chosen", () => {
  expect(after(start, pressing("j", "enter"), now).state.path).toEqual([
    { kind: "request", id: oneOfEach[0]?.id ?? "" },
  ]);
});
