import { expect, test } from "bun:test";
import { at } from "../../../cli/web/route.ts";
import { update } from "../../../cli/web/update.ts";
import { summary } from "../../support/summary.ts";
import { nowOnPage as now, pageState } from "../../support/web-state.ts";

const ended = { type: "heard", message: { type: "request-ended", request: summary({ id: "r_1" }) } } as const;

test("a paused page stands still, and has everything when it goes on", () => {
  const paused = update(pageState(), { type: "paused" }, now).state;
  const told = update(paused, ended, now).state;
  expect(told.data.requests).toEqual([]);

  const again = update(told, { type: "paused" }, now).state;
  expect(again.data.requests.map(({ id }) => id)).toEqual(["r_1"]);
  expect(again.held).toBeNull();
});

test("before a switch is made the daemon is asked what it would do; made it is only by a second word", () => {
  const { state, effect } = update(pageState(at("upstreams")), { type: "switch-thought", to: "cn" }, now);
  expect(effect).toMatchObject({ type: "call", ask: { name: "switchUpstream", ask: { name: "cn", dryRun: true } } });
  expect(state.switching).toMatchObject({ to: "cn", check: { kind: "checking" } });

  const made = update(state, { type: "switch", to: "cn", force: false }, now);
  expect(made.effect).toMatchObject({ ask: { ask: { name: "cn", dryRun: false, force: false } } });
  expect(made.state.switching?.isOnTheWay).toBe(true);
});

test("a refused switch says why, and offers force only where the daemon does", () => {
  const { state, effect } = update(pageState(at("upstreams")), { type: "switch-thought", to: "cn" }, now);
  if (effect?.type !== "call") throw new Error("nothing was asked");

  for (const [hint, canForce] of [
    ["Try: proxy-cli switch-upstream cn --force", true],
    ["", false],
  ] as const) {
    const [refused] = effect.failed("It cannot be reached.", hint);
    if (refused === undefined) throw new Error("nothing follows");
    expect(update(state, refused, now).state.switching?.check).toEqual({
      kind: "refused",
      problem: "It cannot be reached.",
      canForce,
    });
  }
});

test("a place that one goes to is an address; what one goes into begins at its top", () => {
  const scrolled = update(pageState(at("requests")), { type: "scrolled", top: 900, height: 400 }, now).state;
  expect(update(scrolled, { type: "go", to: at("cost") }, now).effect).toEqual({
    ...{ type: "go", to: at("cost"), isSame: false },
  });
  expect(update(scrolled, { type: "arrived", route: at("requests", null, { filter: "x" }) }, now).state.list.top).toBe(
    900,
  );
  expect(update(scrolled, { type: "arrived", route: at("requests", "r_1") }, now).state.list.top).toBe(0);
});
