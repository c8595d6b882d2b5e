import { expect, test } from "bun:test";
import { readToolChoice, readTools, writeToolChoice, writeTools } from "../../../src/dialects/gemini/tools.ts";
import { fieldsOf } from "../../../src/lib/fields.ts";

const tools = [
  {
    functionDeclarations: [
      { name: "a", description: "d", parameters: { type: "OBJECT" }, behavior: "BLOCKING" },
      { name: "b", parametersJsonSchema: { type: "object" } },
    ],
  },
  { googleSearch: {} },
  { codeExecution: { timeout: 5 } },
];

test("functions and Google's own tools are read, and written as they were", () => {
  const read = readTools(tools) ?? [];

  expect(read.map(({ name, hosted }) => [name, hosted])).toEqual([
    ["a", null],
    ["b", null],
    ["googleSearch", "googleSearch"],
    ["codeExecution", "codeExecution"],
  ]);
  expect(writeTools(read)).toEqual(tools);
  expect(readTools({})).toBeNull();
});

test("another format's schema is JSON Schema; what another vendor runs is left out", () => {
  const foreign = { extras: {}, origin: { dialect: "anthropic" as const, path: [] } };
  const plain = {
    name: "a",
    description: null,
    schema: { type: "object" },
    isPlain: false,
    isStrict: null,
    hosted: null,
    ...foreign,
  };

  expect(writeTools([plain, { ...plain, hosted: "web_search_20250305" }])).toEqual([
    { functionDeclarations: [{ name: "a", parametersJsonSchema: { type: "object" } }] },
  ]);
});

test("which tools may be called", () => {
  const choice = (mode: string, allowedFunctionNames?: string[]) =>
    readToolChoice(fieldsOf({ functionCallingConfig: { mode, allowedFunctionNames } }));
  const named = choice("ANY", ["a"]);

  expect([choice("AUTO")?.mode, choice("NONE")?.mode, choice("ANY")?.mode]).toEqual(["auto", "none", "required"]);
  expect(named).toMatchObject({ mode: "named", name: "a" });
  expect(choice("ANY", ["a", "b"])?.mode).toBe("required");
  expect(choice("VALIDATED")).toBeNull();
  expect(named && writeToolChoice(named)).toEqual({
    functionCallingConfig: { mode: "ANY", allowedFunctionNames: ["a"] },
  });
});
