import { expect, test } from "bun:test";
import { resettingUpstream } from "../../../../cli/dashboard/upstreams/reset.ts";
import { sceneNow } from "../../../support/dashboard-scenes.ts";
import { upstreamScene } from "../../../support/dashboard-upstreams.ts";

test("K asks before it forgets that an upstream was down, and says what that means", () => {
  const before = upstreamScene({ columns: 80, rows: 24 });

  const { state, effects } = resettingUpstream("openai")(before, sceneNow);

  expect(effects).toEqual([]);
  expect(state.overlay).toMatchObject({ kind: "confirm", title: "Reset the circuit of openai?", yes: "Reset it" });
});
