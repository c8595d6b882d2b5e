import { expect, test } from "bun:test";
import { secretNames, secretsFor } from "../../src/config/secrets.ts";

test("the variables that keys come from are found wherever they stand", () => {
  expect(secretNames("cn: { api_key: ${ZAI_KEY} }\nx: { api_key: 'a${B_2}c' }\n")).toEqual(["ZAI_KEY", "B_2"]);
  expect(secretNames("cn: { api_key: $HOME }")).toEqual([]);
});

test("the daemon is handed the keys that it knows of and those that files name, and no others", () => {
  const env = { LLM_API_KEY: "a", ZAI_KEY: "b", OPENAI_API_KEY: "c", HOME: "/home/me" };

  expect(secretsFor(["cn: { api_key: ${ZAI_KEY} }", "llm: { api_key: '${NOT_SET}' }"], env)).toEqual({
    LLM_API_KEY: "a",
    ZAI_KEY: "b",
  });
});
