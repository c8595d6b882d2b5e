import { expect, test } from "bun:test";
import { commandNamed } from "../../cli/commands/index.ts";
import manifest from "../../package.json";

test("D2: start, stop, status, switch-upstream, stats and tui are commands", async () => {
  for (const name of ["start", "stop", "status", "switch-upstream", "stats", "tui"]) {
    const { default: command } = (await commandNamed(name)?.load()) ?? {};
    expect(typeof command?.run).toBe("function");
  }
});

test("D4: the libraries that were asked for are those it is made with", () => {
  const asked = ["commander", "blessed", "blessed-contrib", "yaml", "js-tiktoken", "chokidar", "conf"];

  expect(asked.filter((name) => !Object.hasOwn(manifest.dependencies, name))).toEqual([]);
});
