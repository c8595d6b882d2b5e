import { describe, expect, test } from "bun:test";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { variablesOf } from "../../../src/config/layers/variables.ts";
import { refuseOpenKeys } from "../../../src/config/servers/open-keys.ts";
import { scratchFolder } from "../../support/scratch.ts";

const at = (mode: number) => {
  const file = join(scratchFolder(), "file");
  writeFileSync(file, "");
  chmodSync(file, mode);
  return { file, line: 1, column: 1 };
};
const upstreams = (value: string, mode: number) => {
  const where = at(mode);
  const key = { name: "api_key", value, source: where.file, where };
  return new Map([["mine", { where, fields: new Map([["api_key", key]]) }]]);
};

describe("S-05: a file with keys in it is its owner's alone", () => {
  test("a key that others can read is refused with the command that mends it", () => {
    expect(() => refuseOpenKeys(upstreams("sk-1", 0o644), new Map())).toThrow("is open to other users (mode 0644)");
    refuseOpenKeys(upstreams("sk-1", 0o600), new Map());
  });

  test("the name of a variable is no key", () => {
    refuseOpenKeys(upstreams("${MY_KEY}", 0o644), new Map());
  });

  test("a file of variables counts as soon as one of them is a secret", () => {
    const where = at(0o644);
    const variables = (name: string) => new Map([[name, { value: "x", source: "env-file", where }]]);

    expect(() => refuseOpenKeys(new Map(), variables("OPENAI_API_KEY"))).toThrow("holds keys");
    refuseOpenKeys(new Map(), variables("PORT"));
    refuseOpenKeys(new Map(), variablesOf({ OPENAI_API_KEY: "x" }));
  });
});
