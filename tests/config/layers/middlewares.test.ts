import { expect, test } from "bun:test";
import { loadConfig } from "../../../src/config/layers/load.ts";

const read = (text: string) => {
  try {
    const { values, warnings } = loadConfig({ text, file: "config.yaml", env: {}, flags: {} });
    return { values, told: warnings.map(({ name, what }) => `${name} ${what}`) };
  } catch (thrown) {
    return { values: null, told: String(thrown).split("\n") };
  }
};

test("C3: the list says the same as the settings, without a word of complaint", () => {
  const { values, told } = read(`middlewares:
  - type: trace
    enabled: true
    config: { directory: ./traces, include_headers: false, include_body: true, max_body_size: 5 }
  - type: printer
    enabled: false
    config: { log_requests: false, log_responses: true, log_body: true }
`);

  expect(told).toEqual([]);
  expect(values).toMatchObject({
    "trace.enabled": true,
    "trace.directory": "./traces",
    "trace.headers": false,
    "trace.bodies": true,
    "trace.max_body_bytes": 5,
    "printer.enabled": false,
    "printer.requests": false,
    "printer.bodies": true,
    middlewares: [],
  });
});

test("C3: middleware of one's own, by its path alone or with its name", () => {
  const { values } = read(`middlewares:
  - type: /home/me/one.ts
  - { type: user, path: /home/me/two.ts, enabled: false, on_error: pass, timeout_ms: 50, config: { a: 1 } }
`);

  expect(values?.middlewares).toEqual([
    { path: "/home/me/one.ts", enabled: true, on_error: "fail", timeout_ms: 1000, config: {} },
    { path: "/home/me/two.ts", enabled: false, on_error: "pass", timeout_ms: 50, config: { a: 1 } },
  ]);
});

const wrong: readonly (readonly [what: string, text: string, told: RegExp])[] = [
  ["an unknown type, with the nearest", "middlewares: [{type: trase}]", /middlewares\.0\.type.*did you mean "trace"/],
  ["no type", "middlewares: [{enabled: true}]", /middlewares\.0\.type.*got nothing/],
  [
    "an unknown field, with the nearest",
    "middlewares: [{type: trace, config: {directry: x}}]",
    /did you mean "directory"/,
  ],
  ["a wrong value", "middlewares: [{type: printer, enabled: 5}]", /middlewares\.0\.enabled {2}must be true or false/],
  ["a path that is not absolute", "middlewares: [{type: user, path: ./x.ts}]", /must be an absolute path/],
  ["no path", "middlewares: [{type: user}]", /must be an absolute path/],
  ["a word for errors that nobody knows", "middlewares: [{type: /x.ts, on_error: maybe}]", /must be pass or fail/],
  ["two of one type", "middlewares: [{type: trace}, {type: trace}]", /is set twice/],
  ["no list", "middlewares: {type: trace}", /must be a list/],
];
for (const [what, text, told] of wrong) {
  test(`refused in the list of middleware: ${what}`, () => {
    const found = read(`${text}\n`);

    expect(found.values).toBe(null);
    expect(found.told.join("\n")).toMatch(told);
  });
}

test("a setting by its own name is stronger than the list, whichever comes first", () => {
  const list = "middlewares: [{type: trace, enabled: false}]\n";
  const own = "trace: {enabled: true}\n";

  for (const text of [list + own, own + list]) {
    const { values, told } = read(text);
    expect(values?.["trace.enabled"]).toBe(true);
    expect(told.join()).toContain("and that one counts");
  }
});
