import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { olderVariables, plainVariables, vendorUpstreams } from "../../../src/config/layers/older-variables.ts";
import { ownEnvName, settingNames, settings } from "../../../src/config/schema.ts";

test("no variable of another program is one of ours", () => {
  const own = settingNames.flatMap((name) => [ownEnvName(name), ...settings[name].env]);

  for (const name of [...Object.keys(olderVariables), ...Object.keys(plainVariables)]) expect(own).not.toContain(name);
});

test("the upstreams that they speak of are built in", () => {
  const builtIn = readFileSync(new URL("../../../config/servers.yaml", import.meta.url), "utf8");

  for (const [host, name] of vendorUpstreams) {
    expect(builtIn).toContain(`\n${name}:\n`);
    expect(builtIn).toContain(`https://${host}\n`);
  }
});
