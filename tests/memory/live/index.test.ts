import { expect, test } from "bun:test";
import { shrinkers } from "../../../src/memory/shrinkers.ts";

test("no two shrinkers have the same name and version: what was decided would be done in another way", () => {
  const names = shrinkers.map(({ name, version }) => `${name}@${version}`);
  expect(new Set(names).size).toBe(names.length);
});
