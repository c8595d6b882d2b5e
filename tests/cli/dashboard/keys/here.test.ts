import { expect, test } from "bun:test";
import { shownKeys } from "../../../../cli/dashboard/keys/binding.ts";
import { groupsHere } from "../../../../cli/dashboard/keys/here.ts";
import type { State } from "../../../../cli/dashboard/state.ts";
import { after, keyOf, pressing } from "../../../support/dashboard.ts";
import { pictureAt as now, withRequests } from "../../../support/dashboard-requests.ts";

const overview = withRequests({ columns: 80, rows: 24 });
const labelOf = (state: State, key: string): string | undefined =>
  groupsHere(state)
    .flatMap(({ bindings }) => bindings)
    .find(({ keys }) => keys.includes(keyOf(key).name))?.label;

test("the keys of a screen come before those of everywhere: in a request n and p are its neighbours", () => {
  const request: State = { ...overview, path: [{ kind: "request", id: "r_ok" }] };

  expect(labelOf(overview, "p")).toContain("pause");
  expect(labelOf(request, "p")).toBe("the request before");
  expect(after(request, pressing("p"), now).state.held).toBeNull();
});

test("while the proxy is gone s starts it, and what s is elsewhere keeps its other key", () => {
  const gone: State = { ...overview, link: { kind: "gone", since: now, nextTryAt: now, why: "" } };

  expect(labelOf(overview, "s")).toContain("sort");
  expect(labelOf(gone, "s")).toBe("start it");
  expect(labelOf(gone, "o")).toContain("sort");
});

test("where there is no list there are no keys for one", () => {
  const titles = (state: State) => groupsHere(state).map(({ title }) => title);

  expect(titles(overview)).toContain("LISTS");
  expect(titles({ ...overview, path: [{ kind: "request", id: "r_ok" }] })).not.toContain("LISTS");
});

test("a key that is taken is not written beside those that are left", () => {
  const gone: State = { ...overview, link: { kind: "gone", since: now, nextTryAt: now, why: "" } };
  const written = (state: State, label: string) =>
    groupsHere(state)
      .flatMap(({ bindings }) => bindings)
      .filter((binding) => binding.label === label)
      .map(shownKeys);

  expect(written(overview, "sort by the next column")).toEqual(["s"]);
  expect(written(gone, "sort by the next column")).toEqual(["o"]);
  expect(written(overview, "open the request")).toEqual(["enter"]);
});
