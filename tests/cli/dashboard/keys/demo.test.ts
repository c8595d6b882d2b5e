import { expect, test } from "bun:test";
import { after, hearing, pressing, stateOf } from "../../../support/dashboard.ts";
import { emptyStatus } from "../../../support/scenes/status.ts";

const now = 1_800_000_000_000;
const lookingAt = (isDemo: boolean) =>
  after(stateOf({ columns: 80, rows: 24 }), hearing({ type: "snapshot", status: { ...emptyStatus, isDemo } }), now)
    .state;

test("F has the demo play what can go wrong, and does nothing to a proxy that people use", () => {
  expect(after(lookingAt(true), pressing("F"), now).effects).toEqual([{ type: "trouble" }]);
  expect(after(lookingAt(false), pressing("F"), now).effects).toEqual([]);
});
