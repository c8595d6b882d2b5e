import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openOverrides } from "../../../src/state/memory/overrides.ts";
import { scratchFolder } from "../../support/scratch.ts";

test("how a session is treated outlives a restart and goes with the session; modes that there are not are passed over", () => {
  const file = join(scratchFolder(), "overrides.json");
  const [one, two] = ["s_1", "s_2"];
  const overrides = openOverrides(file, () => 0);
  overrides.set(one, { mode: "off" });
  overrides.set(two, { mode: "aggressive" });
  overrides.forget([two]);

  expect(openOverrides(file, () => 0).all()).toEqual([{ session: one, mode: "off", at: 0 }]);
  writeFileSync(file, JSON.stringify([{ session: one, mode: "fierce", at: 0 }]));
  expect(openOverrides(file, () => 0).size()).toBe(0);
});
