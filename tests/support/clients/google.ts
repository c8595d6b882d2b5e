import { type FunctionCall, type GenerateContentResponse, GoogleGenAI, type Part } from "@google/genai";
import { commandSchema, key, mostTurns, png, ran, type Said, type SdkClient, toUpstream } from "./client.ts";

/** Google's SDK, whose chats keep the history themselves. */
export const googleSdk: SdkClient = {
  name: "@google/genai",
  home: "gemini",
  stops: { call: "STOP", end: "STOP" },
  takesPicturesFromTools: true,
  work: async ({ url, upstream, model }, { text, stream, tools, thinks, schema, picture }) => {
    const httpOptions = { baseUrl: url, headers: toUpstream(upstream), retryOptions: { attempts: 1 } };
    const shell = { functionDeclarations: [{ name: "Bash", parametersJsonSchema: commandSchema }] };
    const chat = new GoogleGenAI({ apiKey: key, httpOptions }).chats.create({
      model,
      config: {
        systemInstruction: "Be brief.",
        ...(tools && { tools: [shell] }),
        ...(thinks && { thinkingConfig: { includeThoughts: true, thinkingBudget: 2048 } }),
        ...(schema && { responseMimeType: "application/json", responseJsonSchema: schema }),
      },
    });
    let message: Part[] = [...(picture === "asked" ? [image] : []), { text }];
    const said: Said[] = [];
    while (said.length < mostTurns) {
      const answers: GenerateContentResponse[] = [];
      if (stream) for await (const chunk of await chat.sendMessageStream({ message })) answers.push(chunk);
      else answers.push(await chat.sendMessage({ message }));
      said.push(saidIn(answers));
      const calls = answers.flatMap(({ functionCalls = [] }) => functionCalls);
      if (calls.length === 0) break;
      message = calls.map((call) => resultOf(call, picture === "given"));
    }
    return said;
  },
};

const image: Part = { inlineData: { mimeType: "image/png", data: png } };

const resultOf = ({ id, name = "", args }: FunctionCall, isPicture: boolean): Part => ({
  functionResponse: {
    name,
    response: { output: ran(args) },
    ...(id !== undefined && { id }),
    ...(isPicture && { parts: [{ inlineData: { mimeType: "image/png", data: png } }] }),
  },
});

const saidIn = (answers: readonly GenerateContentResponse[]): Said => {
  const parts = answers.flatMap(({ candidates }) => candidates?.[0]?.content?.parts ?? []);
  const texts = (isThought: boolean): string =>
    parts.map(({ text, thought }) => ((thought === true) === isThought ? (text ?? "") : "")).join("");
  const usage = answers.findLast(({ usageMetadata }) => usageMetadata !== undefined)?.usageMetadata;
  return {
    text: texts(false),
    thought: texts(true),
    calls: parts.flatMap(({ functionCall: call }, at) =>
      call === undefined ? [] : [{ id: call.id ?? String(at), name: call.name ?? "", input: call.args }],
    ),
    stop: answers.at(-1)?.candidates?.[0]?.finishReason,
    input: usage?.promptTokenCount ?? 0,
    output: (usage?.candidatesTokenCount ?? 0) + (usage?.thoughtsTokenCount ?? 0),
    cached: usage?.cachedContentTokenCount ?? 0,
  };
};
