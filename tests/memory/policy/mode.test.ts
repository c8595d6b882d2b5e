import { expect, test } from "bun:test";
import type { MemoryMode } from "../../../src/core/memory.ts";
import { chosenMode, type ModeSays, modeNamed } from "../../../src/memory/policy/mode.ts";

const say = (mode: MemoryMode) => ({ mode, why: mode });
const silent = { header: null, session: null, route: null, upstream: null, learned: null, setting: say("shadow") };

test("V5: the nearest say counts: header, session, rule, upstream, what was learned, the setting", () => {
  const says: ModeSays = {
    ...{ header: say("lossless"), session: say("balanced"), route: say("aggressive") },
    ...{ upstream: say("off"), learned: say("balanced"), setting: say("shadow") },
  };
  const order = ["header", "session", "route", "upstream", "learned", "setting"] as const;

  for (const [at, by] of order.entries()) {
    const gone = Object.fromEntries(order.slice(0, Math.min(at, 5)).map((name) => [name, null]));
    expect(chosenMode({ ...says, ...gone })).toEqual({ ...(says[by] ?? say("shadow")), by });
  }
});

test("V5: where the setting says off, nobody else is heard", () => {
  expect(chosenMode({ ...silent, header: say("aggressive"), setting: say("off") })).toMatchObject({
    mode: "off",
    by: "stopped",
  });
});

test("a word that is no mode is none", () => {
  expect([modeNamed("balanced"), modeNamed("Balanced"), modeNamed("")]).toEqual(["balanced", null, null]);
});
