import { expect, test } from "bun:test";
import { secretNames } from "../../src/config/secrets.ts";

test("the variables that keys come from are found wherever they stand", () => {
  expect(secretNames("cn: { api_key: ${ZAI_KEY} }\nx: { api_key: 'a${B_2}c' }\n")).toEqual(["ZAI_KEY", "B_2"]);
  expect(secretNames("cn: { api_key: $HOME }")).toEqual([]);
});
