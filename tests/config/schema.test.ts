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

test("an origin is one as browsers send it, or it would never match", () => {
  const { type } = settings["server.allowed_origins"];

  for (const origin of ["https://a.b", "http://localhost:3000", "app://obsidian.md", "vscode-webview://abc"])
    expect([origin, type.safeParse([origin]).success]).toEqual([origin, true]);
  for (const origin of ["https://a.b/", "https://A.b", "https://a.b:443", "https://u@a.b", "*", "null", "a.b"])
    expect([origin, type.safeParse([origin]).success]).toEqual([origin, false]);
});

test("the address of a company's proxy may be empty, and is a URL otherwise", () => {
  const { type } = settings["egress.proxy"];

  for (const url of ["", "http://proxy.example:3128", "https://u:p@proxy.example"])
    expect([url, type.safeParse(url).success]).toEqual([url, true]);
  for (const url of ["proxy.example:3128", "socks5://x", "no"])
    expect([url, type.safeParse(url).success]).toEqual([url, false]);
});
