import { expect, test } from "bun:test";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { choiceStore, choicesInMemory } from "../../src/state/choices.ts";
import { scratchFolder } from "../support/scratch.ts";

const folder = scratchFolder();

test("a choice is found again, in a file that is its owner's alone", async () => {
  const file = join(folder, "state.json");
  expect(choiceStore(file).read()).toEqual({ upstream: null, previousUpstream: null });

  await choiceStore(file).write({ upstream: "cn", previousUpstream: "auto" });

  expect(choiceStore(file).read()).toEqual({ upstream: "cn", previousUpstream: "auto" });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("a damaged file counts as no choice, and the next one mends it", async () => {
  const file = join(folder, "damaged.json");
  for (const text of ["", "{{{", "null", "[]", '{"upstream":5}']) {
    writeFileSync(file, text);

    expect(choiceStore(file).read()).toEqual({ upstream: null, previousUpstream: null });
    await choiceStore(file).write({ upstream: "cn", previousUpstream: "auto" });
    expect(choiceStore(file).read().upstream).toBe("cn");
  }
});

test("choices in memory are found again and leave no file", async () => {
  const store = choicesInMemory();

  await store.write({ upstream: "cn", previousUpstream: "auto" });

  expect(store.read()).toEqual({ upstream: "cn", previousUpstream: "auto" });
  expect(choicesInMemory().read().upstream).toBeNull();
});
