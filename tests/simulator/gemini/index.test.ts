import { expect, test } from "bun:test";
import { lastUserText, pendingToolOutputs } from "../../../src/simulator/conversation.ts";
import { checkContents } from "../../../src/simulator/gemini/checks.ts";
import { gemini, geminiInputTokens } from "../../../src/simulator/gemini/index.ts";

const contents = [{ role: "user", parts: [{ text: "hi there" }] }];
const read = (json: Record<string, unknown>) =>
  gemini.read({ json: { contents, ...json }, model: "gemini-2.5-pro", stream: false, betas: [] });

test.each([
  [{}, "contents: is not specified"],
  [{ contents: [] }, "contents: is not specified"],
  [{ contents: [{ role: "assistant", parts: [{ text: "x" }] }] }, "a role is 'user' or 'model'"],
  [{ contents: [{ role: "user", parts: [] }] }, "contents[0].parts"],
])("%j is refused", (request, words) => {
  expect(() => checkContents(request)).toThrow(words);
});

test("results are read in the wrappings that clients use", () => {
  const call = { role: "model", parts: [{ functionCall: { name: "x", args: {} } }] };
  const result = (response: object) => [call, { role: "user", parts: [{ functionResponse: { name: "x", response } }] }];
  const { said } = read({
    contents: [
      ...contents,
      ...result({ output: "one" }),
      ...result({ result: "two" }),
      ...result({ name: "x", content: "three" }),
      ...result({ other: 4 }),
    ],
  });

  expect(lastUserText(said)).toBe("hi there");
  expect(pendingToolOutputs(said)).toEqual(["one", "two", "three", '{"other":4}']);
});

test("thinking follows its settings", () => {
  const thinkingOf = (thinkingConfig?: object) => read({ generationConfig: { thinkingConfig } }).thinking;

  expect(thinkingOf()).toBe("off");
  expect(thinkingOf({ thinkingBudget: 0 })).toBe("off");
  expect(thinkingOf({ thinkingBudget: 100 })).toBe("hidden");
  expect(thinkingOf({ includeThoughts: true })).toBe("shown");
});

test("tools, their choice and the limits are read", () => {
  const functionDeclarations = [
    { name: "a", parameters: { type: "OBJECT" } },
    { name: "b", parametersJsonSchema: { type: "object" } },
  ];
  const ask = read({
    tools: [{ googleSearch: {} }, { functionDeclarations }],
    toolConfig: { functionCallingConfig: { mode: "ANY", allowedFunctionNames: ["b"] } },
    generationConfig: { maxOutputTokens: 9, stopSequences: ["x"] },
  });

  expect(ask.tools.map(({ name }) => name)).toEqual(["a", "b"]);
  expect(ask).toMatchObject({ toolChoice: { type: "named", name: "b" }, maxTokens: 9, stopSequences: ["x"] });
});

test("the input is the system instruction, the contents and the JSON of the tools", () => {
  expect(geminiInputTokens({ contents, systemInstruction: { parts: [{ text: "be brief" }] } })).toBe(4);
});
