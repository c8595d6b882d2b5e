import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Content, GoogleGenAI, Type } from "@google/genai";
import { collected, startTwins, type Twins } from "../support/sdk.ts";

let twins: Twins;
beforeAll(async () => {
  twins = await startTwins();
});
afterAll(() => twins.stop());

const at = (baseUrl: string, fault?: string) =>
  new GoogleGenAI({
    apiKey: "AIzaSimulatedKey0000",
    httpOptions: {
      baseUrl,
      retryOptions: { attempts: 1 },
      headers: fault === undefined ? {} : { "x-sim-fault": fault },
    },
  }).models;
const model = "gemini-2.5-flash";
const run = {
  name: "run_shell_command",
  parameters: { type: Type.OBJECT, properties: { command: { type: Type.STRING } }, required: ["command"] },
};

test("V1: a whole answer", async () => {
  const { value } = await twins.both((url) => at(url).generateContent({ model, contents: "echo: hello 你好" }));

  expect(value).toMatchObject({
    candidates: [{ content: { parts: [{ text: "hello 你好" }] } }],
    usageMetadata: { candidatesTokenCount: 3 },
  });
});

test("every chunk of a stream", async () => {
  const { value } = await twins.both(async (url) =>
    collected(await at(url).generateContentStream({ model, contents: "say 50 words" })),
  );

  expect((value as unknown[]).length).toBeGreaterThan(5);
});

test("a turn with thoughts, two tools and their results", async () => {
  const { value } = await twins.both(async (url) => {
    const config = { tools: [{ functionDeclarations: [run] }], thinkingConfig: { includeThoughts: true } };
    const contents: Content[] = [{ role: "user", parts: [{ text: "use two tools" }] }];
    const first = await at(url).generateContent({ model: "gemini-3-pro-preview", contents, config });
    const said = first.candidates?.[0]?.content ?? {};
    const parts = (first.functionCalls ?? []).map(({ id, name }) => ({
      functionResponse: { ...(id ? { id } : {}), name: name ?? "", response: { output: "ran" } },
    }));
    return [
      first,
      await at(url).generateContent({
        model: "gemini-3-pro-preview",
        contents: [...contents, said, { role: "user", parts }],
        config,
      }),
    ];
  });

  expect(JSON.stringify(value)).toContain("thoughtSignature");
  expect(JSON.stringify((value as unknown[])[1])).toContain("The tool answered");
});

test("counted tokens and the list of models", async () => {
  const { value } = await twins.both(async (url) => [
    await at(url).countTokens({ model, contents: "one two three" }),
    (await collected(await at(url).list())).map(({ name }) => name),
  ]);

  expect(value).toMatchObject([{ totalTokens: 3 }, expect.arrayContaining(["models/gemini-2.5-pro"])]);
});

test.each(["401", "429", "500", "503", "html-502"])("its own error for %s", async (fault) => {
  const { thrown } = await twins.both((url) => at(url, fault).generateContent({ model, contents: "hi" }));

  expect(thrown).toMatchObject({ class: "ApiError", status: Number(/\d{3}/.exec(fault)?.[0]) });
});

test("an error inside a good stream", async () => {
  const { thrown } = await twins.both(async (url) =>
    collected(await at(url, "error-in-200;after=2").generateContentStream({ model, contents: "say 60 words" })),
  );

  expect(thrown).toMatchObject({ class: "ApiError" });
});
