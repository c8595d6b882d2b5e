import { expect, test } from "bun:test";
import { scenarioNamed, scenarios, troubles } from "../../../../cli/demo/player/scenarios.ts";
import { playAlone } from "../../../support/stage.ts";

test("there are three, and what is none is nothing", () => {
  expect(Object.keys(scenarios)).toEqual(["calm", "busy", "faults"]);
  expect(["busy", "toString", ""].map(scenarioNamed)).toEqual(["busy", null, null]);
});

test("the busy one has two dozen who act at once, some of them at another upstream", () => {
  expect(scenarios.busy.cast.length).toBeGreaterThan(20);
  expect(scenarios.calm.cast.length).toBeLessThan(6);
});

test("everything that can go wrong does: refused, overloaded, broken, cut, left, a cache that is lost", async () => {
  const { acts } = await playAlone(async (stage) => {
    for (const scene of troubles(0)) await scene(stage);
  });

  expect(new Set(acts.map(({ status }) => status))).toEqual(new Set([200, 429, 500, 529]));
  expect(new Set(acts.map(({ ended }) => ended))).toEqual(new Set(["whole", "cut", "left"]));
  expect(acts.map(({ did }) => did)).toContain("the prompt's clock moved; 0 tokens read from the cache");
}, 20_000);
