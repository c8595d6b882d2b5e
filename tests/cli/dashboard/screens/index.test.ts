import { expect, test } from "bun:test";
import { numberOf, places, screenOf } from "../../../../cli/dashboard/screens/index.ts";
import { views } from "../../../../cli/dashboard/state.ts";
import { after, hearing, stateOf } from "../../../support/dashboard.ts";
import { pictureAt as now, withRequests } from "../../../support/dashboard-requests.ts";
import { emptyStatus } from "../../../support/scenes/status.ts";

const size = { columns: 80, rows: 24 };
const used = withRequests(size);

test("each view has its number in its title, and that is its key", () => {
  for (const view of views) expect(screenOf({ ...used, view }).title(used)).toStartWith(`${numberOf(view)} `);
});

test("the innermost place that one has gone into fills the terminal", () => {
  const path = [
    { kind: "session", id: "s_1" },
    { kind: "request", id: "r_1" },
  ] as const;
  const [deep, out] = [
    { ...used, path },
    { ...used, path: path.slice(0, 1) },
  ];

  expect([screenOf(deep).title(deep), screenOf(out).title(out)]).toEqual(["Request r_1", "Session s_1"]);
});

test("a proxy that nobody has used yet is welcomed, on the Overview alone", () => {
  const fresh = after(stateOf(size), hearing({ type: "snapshot", status: emptyStatus }), now).state;
  const shown = (state: typeof fresh) => places.some(({ screen }) => screen === screenOf(state));

  expect([shown(fresh), shown({ ...fresh, view: "stats" }), shown(used)]).toEqual([false, true, true]);
});
