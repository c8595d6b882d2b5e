import { expect, test } from "bun:test";
import { loadConfig } from "../../src/config/layers/load.ts";
import { settingNames } from "../../src/config/schema.ts";
import { configTemplate, forEditors, shortTemplate } from "../../src/config/template.ts";

const load = (text: string) => loadConfig({ text, file: "config.yaml", env: {}, flags: {} });

test("the file of a first start changes nothing", () => {
  expect(load(configTemplate()).values).toEqual(load("").values);
});

test("with every # taken away it says exactly the defaults, each from the file", () => {
  const lines = configTemplate().split("\n");
  const first = lines.findIndex((line) => /^# \w+:/.test(line) && !line.includes("proxy-cli"));
  const text = lines
    .slice(first)
    .map((line) => line.replace(/^# ?/, ""))
    .join("\n");

  const { values, sources } = load(text);

  expect(values).toEqual(load("").values);
  expect(settingNames.filter((name) => sources[name] !== "config.yaml")).toEqual([]);
});

test("the short file has twelve lines and changes nothing as it is", () => {
  const text = shortTemplate();

  expect(text.trimEnd().split("\n").length).toBe(12);
  expect(loadConfig({ text, file: "config.yaml", env: {}, flags: {} }).values).toEqual(
    loadConfig({ text: null, file: "config.yaml", env: {}, flags: {} }).values,
  );
  const uncommented = text.replaceAll(/^# ?(?=\s*\w+:)/gm, "");
  expect(loadConfig({ text: uncommented, file: "config.yaml", env: {}, flags: {} }).values["server.port"]).toBe(8080);
});

test("a file may begin with a line by which editors find its schema", () => {
  const text = forEditors("a: 1\n", "./proxy.schema.json");

  expect(text).toBe("# yaml-language-server: $schema=./proxy.schema.json\na: 1\n");
});
