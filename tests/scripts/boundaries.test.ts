import { describe, expect, test } from "bun:test";
import { boundaryProblems } from "../../scripts/boundaries.ts";
import { parse } from "../../scripts/source.ts";

const messages = (...files: readonly (readonly [path: string, text: string])[]): string[] =>
  boundaryProblems(files.map(([path, text]) => parse(path, text))).map(
    ({ path, line, message }) => `${path}:${line} ${message}`,
  );

describe("who may import whom", () => {
  test("an import against the arrows is told with what to do instead", () => {
    expect(messages(["src/middleware/cache.ts", '\nimport { listen } from "../server/listen.ts";'])).toEqual([
      "src/middleware/cache.ts:2 src/middleware/cache.ts may not import src/server/listen.ts — pass what you need through Services, or import the type alone.",
    ]);
  });

  test("a middleware may name a type of state, and only the type", () => {
    expect(messages(["src/middleware/a.ts", 'import type { State } from "../state/index.ts";'])).toEqual([]);
    expect(messages(["src/middleware/a.ts", 'import { type State } from "../state/index.ts";'])).toEqual([]);
    expect(messages(["src/middleware/a.ts", 'import { openState } from "../state/index.ts";'])).toHaveLength(1);
  });

  test.each([
    ["a re-export", 'export { send } from "../upstream/send.ts";'],
    ["an import while running", 'export const load = () => import("../upstream/send.ts");'],
    ["an import for its effect", 'import "../upstream/send.ts";'],
  ])("%s counts too", (_, text) => {
    expect(messages(["src/server/listen.ts", text])).toHaveLength(1);
  });

  test("a middleware never imports another; its index imports all", () => {
    expect(messages(["src/middleware/a.ts", 'import { b } from "./b.ts";'])).toHaveLength(1);
    expect(messages(["src/middleware/index.ts", 'import { b } from "./b.ts";'])).toEqual([]);
  });

  test("the command line reaches the daemon through the client alone", () => {
    expect(messages(["cli/commands/a.ts", 'import { Daemon } from "../../src/daemon.ts";'])).toHaveLength(1);
    expect(messages(["cli/commands/a.ts", 'import { connect } from "../../src/control/client.ts";'])).toEqual([]);
  });

  test("nothing in the daemon imports the command line or its screen", () => {
    expect(messages(["src/daemon.ts", 'import { run } from "../cli/main.ts";'])).toHaveLength(1);
    expect(messages(["src/daemon.ts", 'import blessed from "blessed";'])).toHaveLength(1);
  });

  test("a file in no known place asks for a row of its own", () => {
    expect(messages(["src/extra.ts", 'import { a } from "./lib/a.ts";'])[0]).toContain("add a row");
  });
});

describe("circles", () => {
  test("are told with every file on the way", () => {
    const found = messages(
      ["src/lib/a.ts", 'import { b } from "./b.ts";'],
      ["src/lib/b.ts", 'import { c } from "./c.ts";'],
      ["src/lib/c.ts", 'import { a } from "./a.ts";'],
    );

    expect(found).toHaveLength(1);
    expect(found[0]).toContain("src/lib/a.ts → src/lib/b.ts → src/lib/c.ts → src/lib/a.ts");
  });

  test("through what is loaded only when called do not count", () => {
    const found = messages(
      ["src/lib/a.ts", 'export const b = () => import("./b.ts");'],
      ["src/lib/b.ts", 'import { b } from "./a.ts";'],
    );

    expect(found).toEqual([]);
  });

  test("of types alone count too: who reads one file has to know the other", () => {
    const found = messages(
      ["src/lib/a.ts", 'import type { B } from "./b.ts";'],
      ["src/lib/b.ts", 'import { a } from "./a.ts";'],
    );

    expect(found).toHaveLength(1);
  });
});
