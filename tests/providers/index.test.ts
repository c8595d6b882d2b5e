import { expect, test } from "bun:test";
import { dialects } from "../../src/dialects/index.ts";
import { providers } from "../../src/providers/index.ts";
import { canaries } from "../support/canary.ts";

const names = dialects.map(({ name }) => name);

test("every provider speaks formats that exist, and says how a key is shown in each", () => {
  for (const { name, endpoints, keyHeaders, homeOf } of providers) {
    const spoken = endpoints.flatMap((endpoint) => endpoint.dialects);

    expect(spoken.length, name).toBeGreaterThan(0);
    expect(
      spoken.filter((dialect) => !names.includes(dialect)),
      name,
    ).toEqual([]);
    expect(
      spoken.filter((dialect) => !keyHeaders.some((header) => header.dialects.includes(dialect))),
      name,
    ).toEqual([]);
    expect(
      homeOf.filter((dialect) => !spoken.includes(dialect)),
      name,
    ).toEqual([]);
  }
});

test("every format of a vendor has one home", () => {
  for (const { name } of dialects.filter(({ own }) => own === undefined))
    expect(providers.filter(({ homeOf }) => homeOf.includes(name)).length).toBe(1);
});

test("no key belongs to two vendors", () => {
  const owners = (key: string): readonly string[] =>
    providers.filter(({ keyShapes }) => keyShapes.some((shape) => shape.test(key))).map(({ name }) => name);

  expect(owners(canaries.anthropic)).toEqual(["anthropic"]);
  expect(owners(canaries.openai)).toEqual(["openai"]);
  expect(owners(canaries.google)).toEqual(["google"]);
  expect(owners(canaries.zai)).toEqual(["zai"]);
});
