import { expect, test } from "bun:test";
import { after, hearing, painted, pressing, stateOf } from "../../support/dashboard.ts";
import { summary } from "../../support/summary.ts";

const now = 1_800_000_000_000;
const size = { columns: 80, rows: 24 };
const withRequests = (count: number) =>
  after(
    stateOf(size),
    hearing(
      ...Array.from(
        { length: count },
        (_, at) => ({ type: "request-ended", request: summary({ id: `r_${at}`, startedAt: now + at }) }) as const,
      ),
    ),
    now,
  ).state;
const add = (id: string, startedAt: number) =>
  ({ type: "request-ended", request: summary({ id, startedAt }) }) as const;

test("the choice stays on its request while new ones come in above it", () => {
  const chosen = after(withRequests(5), pressing("j", "j"), now).state;

  const later = after(chosen, hearing(add("r_new", now + 99)), now).state;

  expect(later.lists["requests"]?.chosen).toBe("r_2");
  expect(painted(later, now)).toMatch(/║ > .*\n/);
});

test("a paused picture stays as it is and is brought up to date when it goes on", () => {
  const paused = after(withRequests(2), pressing("p"), now).state;
  const later = after(paused, hearing(add("r_new", now + 99)), now).state;

  expect(later.data.requests.length).toBe(2);
  expect(after(later, pressing("p"), now).state.data.requests.length).toBe(3);
});

test("the help shows every key of the table, typing finds one, enter does it", () => {
  const found = after(withRequests(2), pressing("?", "l", "e", "a", "v", "e"), now).state;

  expect(painted(found, now)).toContain("> q ctrl-c");
  expect(after(found, pressing("enter"), now).effects).toEqual([{ type: "quit", code: 0 }]);
});

test("escape closes what lies over the screen, and then goes back", () => {
  const inside = after(withRequests(2), pressing("enter", "?", "esc"), now).state;

  expect([inside.overlay, inside.path.length]).toEqual([null, 1]);
  expect(after(inside, pressing("esc"), now).state.path).toEqual([]);
});

test.each([["?"], ["f"], ["/"], [":"], ["u"]])("Ctrl-C leaves and Ctrl-Z stops also while %s is open", (key) => {
  const open = after(withRequests(2), pressing(key, "z"), now).state;

  expect(open.overlay).not.toBeNull();
  expect(after(open, pressing("C-c"), now).effects).toEqual([{ type: "quit", code: 0 }]);
  expect(after(open, pressing("C-z"), now).effects).toEqual([{ type: "suspend" }]);
});
