import { expect, test } from "bun:test";
import { outdated, proven } from "../../scripts/docs.ts";

test("config/proxy.yaml, the JSON schema and the generated pages say what the source says", () => {
  expect(outdated()).toEqual([]);
});

test("docs/faults.md and docs/promises.md say what the titles of the tests say: bun scripts/docs.ts makes them", () => {
  const { pages, problems } = proven();
  const texts = Object.fromEntries(Object.entries(pages).map(([file, text]) => [file, () => text]));

  expect(problems).toEqual([]);
  expect(outdated(texts)).toEqual([]);
}, 20_000);
