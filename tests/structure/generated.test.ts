import { expect, test } from "bun:test";
import { outdated } from "../../scripts/docs.ts";

test("config/proxy.yaml, the JSON schema and the generated pages say what the source says", () => {
  expect(outdated()).toEqual([]);
});
