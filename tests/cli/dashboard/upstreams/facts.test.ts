import { expect, test } from "bun:test";
import { factsIn } from "../../../../cli/dashboard/upstreams/facts.ts";
import { sceneNow } from "../../../support/dashboard-scenes.ts";
import { upstreamScene } from "../../../support/dashboard-upstreams.ts";
import { summary } from "../../../support/summary.ts";

const size = { columns: 80, rows: 24 };
const perMinute = (count: number, everyMs: number): number | undefined => {
  const requests = Array.from({ length: count }, (_, at) =>
    summary({ id: `r_${at}`, startedAt: sceneNow - at * everyMs - 10, upstream: "zai-intl" }),
  );
  return factsIn(upstreamScene(size, { requests }), sceneNow).find(({ name }) => name === "zai-intl")?.perMinute;
};

test("requests a minute are those that ended in the last one, and more than are kept here are not lost", () => {
  expect(perMinute(5, 1000)).toBe(5);
  expect(perMinute(100, 1000)).toBe(60);
  expect(perMinute(500, 10)).toBeGreaterThan(5000);
});

test("an upstream that nothing went to has no figures, and the current one is the status's", () => {
  const facts = factsIn(upstreamScene(size, { status: { upstream: "mistral" } }), sceneNow);

  expect(facts.find(({ name }) => name === "simulator")).toMatchObject({ today: null, isTold: true, perMinute: 0 });
  expect(facts.filter(({ isCurrent }) => isCurrent).map(({ name }) => name)).toEqual(["mistral"]);
});
