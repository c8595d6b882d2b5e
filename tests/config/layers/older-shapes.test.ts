import { expect, test } from "bun:test";
import { addresses, withoutEffect } from "../../../src/config/layers/older-shapes.ts";
import { settingNamed } from "../../../src/config/schema.ts";

test("no section of older files is a setting of ours", () => {
  for (const name of [...Object.keys(addresses), ...Object.keys(withoutEffect)]) expect(settingNamed(name)).toBeNull();
});
