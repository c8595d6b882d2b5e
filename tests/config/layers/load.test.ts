import { describe, expect, test } from "bun:test";
import { checkValue, loadConfig } from "../../../src/config/layers/load.ts";
import { asProxyError } from "../../../src/core/errors.ts";

type Given = Partial<Parameters<typeof loadConfig>[0]>;

const load = (given: Given = {}) => loadConfig({ text: null, file: "config.yaml", env: {}, flags: {}, ...given });
const problemsOf = (given: Given): string => {
  try {
    load(given);
    return "";
  } catch (thrown) {
    const error = asProxyError(thrown);
    expect(error.code).toBe("config_invalid");
    return error.message;
  }
};

test("without anything every setting has its default and says so", () => {
  const { values, sources } = load();

  expect(values["server.port"]).toBe(8080);
  expect(new Set(Object.values(sources))).toEqual(new Set(["default"]));
});

test("a flag wins over the environment, that over the file, and each says where it comes from", () => {
  const given = {
    text: "server:\n  port: 1\n  host: 127.0.0.2\nlog:\n  level: warn\n",
    env: { PROXY_PORT: "2", PROXY_LOG_LEVEL: "ERROR" },
    flags: { "server.port": "3" },
  };

  const { values, sources } = load(given);

  expect([values["server.port"], sources["server.port"]]).toEqual([3, "flag"]);
  expect([values["log.level"], sources["log.level"]]).toEqual(["error", "env PROXY_LOG_LEVEL"]);
  expect([values["server.host"], sources["server.host"]]).toEqual(["127.0.0.2", "config.yaml"]);
});

test("a file or a section that is no map of settings is told, never ignored", () => {
  expect(problemsOf({ text: "- server\n" })).toBe('config.yaml:1:1  yaml  must be a map of settings, got ["server"]');
  expect(problemsOf({ text: "hello\n" })).toContain("config.yaml:1:1  yaml");
  expect(problemsOf({ text: "log:\n  level: warn\nserver: 9000\n" })).toBe(
    "config.yaml:3:9  server  must be a map of settings, got 9000",
  );
  expect(problemsOf({ text: "server:\n#  port: 1\n" })).toBe("");
});

test("the environment's own name wins over its short one", () => {
  expect(load({ env: { PROXY_SERVER_PORT: "5", PROXY_PORT: "6" } }).values["server.port"]).toBe(5);
});

test("lists and yes or no can be given as text", () => {
  const { values } = load({ env: { PROXY_SERVER_ALLOWED_HOSTS: "a, b", PROXY_SERVER_LOOPBACK_WITHOUT_TOKEN: "TRUE" } });

  expect(values["server.allowed_hosts"]).toEqual(["a", "b"]);
  expect(values["server.loopback_without_token"]).toBe(true);
});

describe("D-06, D-07: what is wrong is told with its line and column, all at once", () => {
  test("a key that is none, with the one that was meant", () => {
    expect(problemsOf({ text: "server:\n  prot: 1\n" })).toBe(
      'config.yaml:2:3  server.prot  unknown key, did you mean "server.port"?',
    );
  });

  test("values of the wrong kind or size", () => {
    const problems = problemsOf({
      text: "server:\n  port: abc\nlimits:\n  max_body_bytes: -1\nlog: {level: loud}\n",
    }).split("\n");

    expect(problems.map((problem) => problem.split("  ").slice(0, 2))).toEqual([
      ["config.yaml:2:3", "server.port"],
      ["config.yaml:4:3", "limits.max_body_bytes"],
      ["config.yaml:5:7", "log.level"],
    ]);
  });

  test("ports that are none, from anywhere", () => {
    for (const port of ["70000", "-1", "1.5", "abc"]) {
      expect(problemsOf({ flags: { "server.port": port } })).toContain("command line  server.port");
      expect(problemsOf({ env: { PROXY_PORT: port } })).toContain("env PROXY_PORT  server.port");
    }
  });

  test("text that is no YAML", () => {
    expect(problemsOf({ text: "server:\n\tport: 1\n" })).toContain("config.yaml:2:");
    expect(problemsOf({ text: "a: 1\na: 2\n" })).toContain("config.yaml:2:1");
  });

  test("an origin that is a star", () => {
    expect(problemsOf({ flags: { "server.allowed_origins": "*" } })).toContain("server.allowed_origins");
  });
});

test("one value is checked as config --set takes it", () => {
  expect(checkValue("server.port", "9000")).toBe(9000);
  expect(() => checkValue("server.port", "high")).toThrow("server.port");
  expect(() => checkValue("fallbacks", '[{"to":["a"],"after":"late"}]')).toThrow("fallbacks.0.after must be one of");
  expect(() => checkValue("fallbacks", "a,b")).toThrow("such as [{ to: [openai] }]");
});

test("a value that cannot be used but is not in force is only odd", () => {
  const { values, warnings } = load({ text: "server: {port: high}\n", env: { PROXY_PORT: "9" } });

  expect(values["server.port"]).toBe(9);
  expect(warnings).toMatchObject([{ severity: "warning", line: 1, name: "server.port", got: '"high"' }]);
});

test("a number in quotes is told to be one", () => {
  expect(problemsOf({ text: 'server: {port: "8080"}\n' })).toEndWith('got "8080", a text: leave out the quotes');
});
