import { expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { pathsUnder } from "../../src/config/paths.ts";
import { modelsWithoutDaemon, removeMapping, saveMapping } from "../../src/offline/models.ts";
import type { Place } from "../../src/offline/save.ts";
import { scratchFolder } from "../support/scratch.ts";

const now = Date.parse("2026-11-21");

const home = (config: string) => {
  const paths = pathsUnder(scratchFolder());
  writeFileSync(paths.config, config, { mode: 0o600 });
  const place: Place = { paths, env: {}, file: paths.config, now, bringInForce: async () => null };
  return { paths, place, text: () => readFileSync(paths.config, "utf8") };
};

test("the models are those that a daemon started now would know, at the upstream that it would begin with", () => {
  const { paths } = home("upstream: cn\n");
  writeFileSync(paths.models, "openai:\n  my-own: { input: 1, output: 2, window: 9 }\n", { mode: 0o600 });

  const { upstream, models, unlisted } = modelsWithoutDaemon(paths, {}, null, now);

  expect([upstream, unlisted]).toEqual(["cn", []]);
  expect(models.find(({ name }) => name === "my-own")).toMatchObject({
    ...{ maker: null, upstreams: [{ upstream: "openai", by: "config", windowTokens: 9 }], becomes: null },
  });
  expect(models.find(({ name }) => name === "claude-opus-5-5")?.becomes?.model).toBe("glm-4.6");
  expect(() => modelsWithoutDaemon(paths, {}, "cnn", now)).toThrow('There is no upstream "cnn"');
});

test("a line of `models:` is written and taken out again, and nothing else changes", async () => {
  const before = "# mine\nmodels: # names\n  cn:\n    big: glm-5.3 # the large one\nupstream: auto\n";
  const { place, text } = home(before);

  await saveMapping(place, { upstream: "*", name: "claude-*" }, "glm-4.7");
  expect(text()).toBe(before.replace("upstream: auto", '  "*":\n    claude-*: glm-4.7\nupstream: auto'));
  expect((await removeMapping(place, { upstream: "*", name: "claude-*" })).done).toBe(true);
  expect(text()).toBe(before);
  expect((await removeMapping(place, { upstream: "*", name: "claude-*" })).done).toBe(false);
});

test("what would not be valid is not written", async () => {
  const { place, text } = home("upstream: auto\n");

  await expect(saveMapping(place, { upstream: "cn", name: "a b" }, "x")).rejects.toThrow("models");
  expect(text()).toBe("upstream: auto\n");
});
