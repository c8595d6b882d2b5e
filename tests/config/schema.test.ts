import { expect, test } from "bun:test";
import { ownEnvName, settingNamed, settingNames, settings } from "../../src/config/schema.ts";

test("every default is a valid value, and every setting says why it is there", () => {
  for (const name of settingNames) {
    expect([name, settings[name].type.safeParse(settings[name].initial).success]).toEqual([name, true]);
    expect(settings[name].why.length).toBeGreaterThan(10);
  }
});

test("no name, alias or variable means two settings", () => {
  const names = settingNames.flatMap((name) => [name, ...settings[name].aliases]);
  const variables = settingNames.flatMap((name) => [...new Set([ownEnvName(name), ...settings[name].env])]);

  expect(new Set(names).size).toBe(names.length);
  expect(new Set(variables).size).toBe(variables.length);
});

test("a setting is found by its name and by its old ones", () => {
  expect(settingNamed("server.port")).toBe("server.port");
  expect(settingNamed("port")).toBe("server.port");
  expect(settingNamed("current_server")).toBe("upstream");
  expect(settingNamed("nothing")).toBeNull();
});
