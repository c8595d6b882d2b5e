import { expect, test } from "bun:test";
import { withoutSetting, withSetting } from "../../src/config/edit.ts";
import { loadConfig } from "../../src/config/layers/load.ts";
import { configTemplate } from "../../src/config/template.ts";

const valueIn = (text: string, name: "server.port" | "log.level") =>
  loadConfig({ text, file: "config.yaml", env: {}, flags: {} }).values[name];

test("one value changes; comments, order and the rest stay", () => {
  const text = "# mine\nserver:\n  port: 1 # why\n  host: 127.0.0.1\n\n# the end\nlog:\n  level: warn\n";

  expect(withSetting(text, "server.port", 9000)).toBe(text.replace("port: 1", "port: 9000"));
});

test("a value that was not there is added", () => {
  expect(valueIn(withSetting("server:\n  port: 1\n", "log.level", "debug"), "log.level")).toBe("debug");
});

test("a file of comments alone keeps them all", () => {
  const text = withSetting(configTemplate(), "server.port", 9000);

  expect(text).toStartWith(configTemplate());
  expect(valueIn(text, "server.port")).toBe(9000);
});

test("a second edit finds the first one", () => {
  const twice = withSetting(withSetting(null, "server.port", 1), "server.port", 2);

  expect(valueIn(twice, "server.port")).toBe(2);
  expect(twice.match(/^ {2}port:/gm)?.length).toBe(1);
});

test("a section whose lines are all comments takes a value", () => {
  const text = withSetting("server:\n#  port: 1\nlog:\n  level: warn\n", "server.port", 2);

  expect(valueIn(text, "server.port")).toBe(2);
  expect(valueIn(text, "log.level")).toBe("warn");
  expect(text).toContain("#  port: 1");
});

test("an older name gives way to the one that the setting has now", () => {
  expect(withSetting("port: 1 # old\nlog_level: warn\n", "server.port", 2)).toBe(
    "log_level: warn\nserver:\n  port: 2\n",
  );
  expect(withoutSetting("log_level: warn\nupstream:\n  current: cn\n", "upstream")).toBe("log_level: warn\n");
});

test("what only a person can change is left to one, with the way to do it", () => {
  expect(() => withSetting("server: &all\n  port: 1\nlog: *all\n", "server.port", 2)).toThrow(
    expect.objectContaining({ code: "config_invalid", hint: "Nothing was changed. Try: proxy-cli config edit" }),
  );
});

test("a setting that stands there with its whole name in one key is not there twice afterwards", () => {
  const text = withSetting("server.port: 8080  # mine\nlog:\n  level: warn\n", "server.port", 9000);

  expect(valueIn(text, "server.port")).toBe(9000);
  expect(text).toContain("level: warn");
  expect(withoutSetting("server.port: 8080\nlog: { level: warn }\n", "server.port")).not.toContain("8080");
});
