import { expect, test } from "bun:test";
import { loadConfig } from "../../src/config/layers/load.ts";
import { openMemory } from "../../src/state/memory/index.ts";
import { adopt } from "../../src/wiring/adopting.ts";
import { cachingOf } from "../../src/wiring/caching.ts";
import { stoppingOf } from "../../src/wiring/stopping.ts";
import { answerCacheWith } from "../support/answer-cache.ts";
import { plainMeter } from "../support/meter.ts";
import { stopsWith } from "../support/stops.ts";

const valuesOf = (text: string) => loadConfig({ text, file: "config.yaml", env: {}, flags: {} }).values;

/** What outlives a configuration, as far as one changes something in it. */
const outliving = () => {
  const { stops } = stopsWith();
  const { cache } = answerCacheWith();
  const memory = openMemory(
    { replay: null, originals: null },
    () => 0,
    () => undefined,
  );
  const shadowed: boolean[] = [];
  const shadow = { set: (isOn: boolean) => void shadowed.push(isOn) };
  const isCacheOn = async () => (await cache.desk.cacheStats({ limit: 1 })).isOn;
  return { around: { stops, memory, shadow, answerCache: cache }, budgets: stops.budgets, shadowed, isCacheOn };
};

const written = `
budgets:
  - { name: daily, per: day, dollars: 5 }
cache.enabled: true
memory.mode: shadow
`;

test("what a configuration says of budgets, the cache and the memory holds when it comes into force", async () => {
  const { around, budgets, shadowed, isCacheOn } = outliving();

  adopt(valuesOf(written), around);

  expect(budgets.sums().map(({ name }) => name)).toEqual(["daily"]);
  expect(await isCacheOn()).toBe(true);
  expect(shadowed).toEqual([true]);
});

test("a later one takes back what it no longer says", async () => {
  const { around, budgets, shadowed, isCacheOn } = outliving();
  adopt(valuesOf(written), around);

  adopt(valuesOf("memory.mode: off"), around);

  expect(budgets.sums()).toEqual([]);
  expect(await isCacheOn()).toBe(false);
  expect(shadowed).toEqual([true, false]);
});

test("what is only built from a configuration that never comes into force changes nothing", async () => {
  const { around, budgets, isCacheOn } = outliving();
  const clock = { now: () => 0, tick: () => 0, timescale: 1, secret: () => "s" };

  stoppingOf(valuesOf(written), { ...around, ...clock, meter: plainMeter(), underWay: new Set() });
  cachingOf(valuesOf(written), { ...around, ...clock, underWay: new Set() });

  expect(budgets.sums()).toEqual([]);
  expect(await isCacheOn()).toBe(false);
});
