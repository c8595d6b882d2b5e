import { afterAll, describe, expect, test } from "bun:test";
import { ApiError, type Content, FunctionCallingConfigMode, GoogleGenAI, Type } from "@google/genai";
import { listenSimulator } from "../../src/simulator/listen.ts";

const simulator = listenSimulator();
afterAll(() => simulator.stop());

const client = (headers: Record<string, string> = {}) =>
  new GoogleGenAI({
    apiKey: "AIzaSimulatedKey0000",
    httpOptions: { baseUrl: simulator.url, headers, retryOptions: { attempts: 1 } },
  });

const run = {
  name: "run_shell_command",
  parameters: { type: Type.OBJECT, properties: { command: { type: Type.STRING } }, required: ["command"] },
};

describe("the Google SDK", () => {
  test("reads a whole answer", async () => {
    const answer = await client().models.generateContent({ model: "gemini-2.5-flash", contents: "echo: hello" });

    expect(answer.text).toBe("hello");
    expect(answer.usageMetadata).toMatchObject({ candidatesTokenCount: 1 });
  });

  test("reads a stream", async () => {
    const stream = await client().models.generateContentStream({ model: "gemini-2.5-flash", contents: "say 50 words" });

    const pieces: string[] = [];
    for await (const chunk of stream) pieces.push(chunk.text ?? "");
    expect(pieces.length).toBeGreaterThan(5);
    expect(pieces.join("").split(" ")).toHaveLength(50);
  });

  test("goes through a turn with thoughts, two tools and their results", async () => {
    const config = { tools: [{ functionDeclarations: [run] }], thinkingConfig: { includeThoughts: true } };
    const contents: Content[] = [{ role: "user", parts: [{ text: "use two tools" }] }];
    const first = await client().models.generateContent({ model: "gemini-3-pro-preview", contents, config });
    const said = first.candidates?.[0]?.content;
    if (said === undefined) throw new Error("nothing came");
    const results = (first.functionCalls ?? []).map(({ id, name }) => ({
      functionResponse: { ...(id ? { id } : {}), name: name ?? "", response: { output: `ran ${id}` } },
    }));

    const second = await client().models.generateContent({
      model: "gemini-3-pro-preview",
      contents: [...contents, said, { role: "user", parts: results }],
      config,
    });

    expect(said.parts?.[0]).toMatchObject({ thought: true });
    expect(said.parts?.find((part) => part.functionCall)?.thoughtSignature?.length).toBeGreaterThan(100);
    expect(first.functionCalls?.map((call) => call.args)).toEqual([
      { command: "echo simulated-ok" },
      { command: "echo simulated-ok" },
    ]);
    for (const { functionResponse } of results) expect(second.text).toContain(functionResponse.response.output);
  });

  test("streams calls too, and obeys when none is allowed", async () => {
    const tools = [{ functionDeclarations: [run] }];
    const calling = await client().models.generateContentStream({
      model: "gemini-2.5-pro",
      contents: "look",
      config: { tools },
    });
    const names: (string | undefined)[] = [];
    for await (const chunk of calling) names.push(...(chunk.functionCalls ?? []).map((call) => call.name));

    const quiet = await client().models.generateContent({
      model: "gemini-2.5-pro",
      contents: "look",
      config: { tools, toolConfig: { functionCallingConfig: { mode: FunctionCallingConfigMode.NONE } } },
    });

    expect(names).toEqual(["run_shell_command"]);
    expect(quiet.functionCalls).toBeUndefined();
  });

  test("counts as many tokens beforehand as are billed afterwards", async () => {
    const counted = await client().models.countTokens({ model: "gemini-2.5-pro", contents: "one two three" });
    const answer = await client().models.generateContent({ model: "gemini-2.5-pro", contents: "one two three" });

    expect(counted.totalTokens).toBe(3);
    expect(answer.usageMetadata?.promptTokenCount).toBe(3);
  });

  test("lists models", async () => {
    const names: (string | undefined)[] = [];
    for await (const model of await client().models.list()) names.push(model.name);

    expect(names).toContain("models/gemini-2.5-pro");
  });

  test.each(["400", "401", "429", "503"])("throws its own error for %s", async (status) => {
    const asked = { model: "gemini-2.5-pro", contents: status === "400" ? [] : "hi" };
    const error = await client(status === "400" ? {} : { "x-sim-fault": status })
      .models.generateContent(asked)
      .catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(status === "400" ? Error : ApiError);
    if (status !== "400") expect(error).toMatchObject({ status: Number(status) });
  });

  test("throws on an error inside a good stream", async () => {
    const stream = await client({ "x-sim-fault": "error-in-200;after=2" }).models.generateContentStream({
      model: "gemini-2.5-pro",
      contents: "say 60 words",
    });

    const read = async () => {
      for await (const _ of stream);
    };
    expect(await read().catch((thrown: unknown) => thrown)).toBeInstanceOf(ApiError);
  });
});
