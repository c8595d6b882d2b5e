import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { serversIn, withKeysOf, withoutKeys } from "../../../src/config/servers/edit.ts";
import { loadServers } from "../../../src/config/servers/load.ts";
import { refuseOpenKeys } from "../../../src/config/servers/open-keys.ts";
import { providers } from "../../../src/providers/index.ts";

const builtIn = readFileSync(new URL("../../../config/servers.yaml", import.meta.url), "utf8");
const keysOf = (fields: string, secrets: Readonly<Record<string, string>> = {}) => {
  const own = `openai:\n${fields}`;
  const readFile = (): string => "";
  const all = loadServers({ builtIn, own, file: "servers.yaml", providers, secrets, readFile });
  const { key, keyHint, keys } = all.find(({ name }) => name === "openai") ?? {};
  return { key, keyHint, keys };
};

test("an upstream may have several keys, written down or out of variables; the first is what others see", () => {
  const found = keysOf('  api_keys: [sk-aaaaaaaaaaaa1111, "${SECOND}"]\n', { SECOND: "sk-bbbbbbbbbbbb2222" });

  expect(found).toEqual({
    key: "sk-aaaaaaaaaaaa1111",
    keyHint: "...1111",
    keys: [
      { key: "sk-aaaaaaaaaaaa1111", hint: "...1111" },
      { key: "sk-bbbbbbbbbbbb2222", hint: "env SECOND" },
    ],
  });
});

test("a list of one is one key", () => {
  expect(keysOf("  api_keys: [sk-aaaaaaaaaaaa1111]\n")).toEqual({
    ...{ key: "sk-aaaaaaaaaaaa1111", keyHint: "...1111", keys: undefined },
  });
});

const refusalOf = (work: () => unknown): string => {
  try {
    work();
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : "";
  }
  return "";
};

describe("what cannot be meant is told, and no key with it", () => {
  test.each([
    ["  api_keys: []\n", "an empty list"],
    ["  api_keys: [sk-same-key-0001, sk-same-key-0001]\n", "the same key twice"],
    ["  api_key: sk-one-key-00001\n  api_keys: [sk-two-key-00002]\n", "there is an api_key as well"],
    ['  api_keys: [sk-one-key-00001, "${NOT_THERE}"]\n', "${NOT_THERE} is not set"],
    ['  api_keys: [sk-one-key-00001, "two words"]\n', "no header can carry"],
    ["  api_keys: sk-one-key-00001\n", "must be a list"],
  ])("%s", (fields, why) => {
    const told = refusalOf(() => keysOf(fields));

    expect(told).toContain(why);
    expect(told).not.toContain("sk-");
  });
});

test("a copy of the file that is kept has none of them, and gets them back from the file", () => {
  const text = 'openai:\n  region: US\n  api_keys:\n    - sk-aaaaaaaaaaaa1111\n    - "${SECOND}"\n';

  const kept = withoutKeys(text);

  expect(kept).not.toContain("sk-");
  expect(serversIn(kept)).toEqual({ openai: { region: "US" } });
  expect(serversIn(withKeysOf(kept, text))).toEqual(serversIn(text));
});

test("S-37: keys in a list do not stay where others can read them, either", () => {
  const where = { file: "/etc/hostname", line: 1, column: 1 }; // everybody can read that
  const draft = (value: unknown) => {
    const found = { name: "upstreams.openai.api_keys", value, source: "servers.yaml", where };
    return new Map([["openai", { where, fields: new Map([["api_keys", found]]) }]]);
  };

  expect(() => refuseOpenKeys(draft(["sk-aaaaaaaaaaaa1111"]), new Map())).toThrow(
    expect.objectContaining({ code: "home_unsafe" }),
  );
  expect(() => refuseOpenKeys(draft(["${SECOND}"]), new Map())).not.toThrow();
});
