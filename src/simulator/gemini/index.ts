import type { Ask, OfferedTool, Said, ToolChoice } from "../conversation.ts";
import type { Call, Format } from "../format.ts";
import { isObject, type JsonObject, listIn, numberIn, objectIn, textIn, textsIn } from "../json-view.ts";
import { anyObject } from "../openai/chat.ts";
import { tokensInJson, visibleTokens } from "../tokens.ts";
import { geminiErrorFrame, geminiFrames, geminiWhole } from "./answer.ts";
import { checkContents, checkSignatures } from "./checks.ts";

/** The generateContent format: https://ai.google.dev/api/generate-content */
export const gemini: Format = {
  dialect: "gemini",
  vendor: "google",
  read: (call) => {
    checkContents(call.json);
    const ask = readAsk(call);
    if (ask.thinking !== "off") checkSignatures(call.json, call.model);
    return ask;
  },
  whole: geminiWhole,
  frames: geminiFrames,
  errorFrame: geminiErrorFrame,
};

/** The input tokens of a Gemini request: what `countTokens` answers and what `usageMetadata` bills. */
export const geminiInputTokens = (json: JsonObject): number =>
  visibleTokens(systemOf(json)) + visibleTokens(json.contents) + tokensInJson(json.tools);

const systemOf = (json: JsonObject): unknown => json.systemInstruction ?? json.system_instruction;

const readAsk = ({ json, model, stream }: Call): Ask => {
  const settings = objectIn(json.generationConfig ?? json.generation_config);
  return {
    model,
    stream,
    said: [
      ...saidIn({ role: "system", parts: objectIn(systemOf(json)).parts }),
      ...listIn(json.contents).flatMap((content) => saidIn(objectIn(content))),
    ],
    tools: listIn(json.tools).flatMap((tool) =>
      listIn(objectIn(tool).functionDeclarations ?? objectIn(tool).function_declarations)
        .filter(isObject)
        .map(readTool),
    ),
    toolChoice: readToolChoice(objectIn(objectIn(json.toolConfig ?? json.tool_config).functionCallingConfig)),
    parallelTools: true,
    thinking: readThinking(settings),
    maxTokens: numberIn(settings.maxOutputTokens),
    stopSequences: textsIn(settings.stopSequences),
    answerSchema: answerSchemaOf(settings),
    inputTokens: geminiInputTokens(json),
  };
};

const saidIn = ({ role, parts }: JsonObject): readonly Said[] => {
  const all = listIn(parts).map(objectIn);
  const texts = all.flatMap((part) => (typeof part.text === "string" && part.thought !== true ? [part.text] : []));
  if (role === "system") return [{ by: "instruction", text: texts.join("\n") }];
  if (role === "model") return [{ by: "assistant", text: texts.join("") }];
  const results: readonly Said[] = all.flatMap((part) =>
    isObject(part.functionResponse) ? [{ by: "tool", text: outputOf(part.functionResponse) }] : [],
  );
  return results.length > 0 ? results : [{ by: "user", parts: texts }];
};

/** Clients wrap a tool's output as they like; the usual names are unwrapped, the rest is shown as JSON. */
const outputOf = (given: JsonObject): string => {
  const response = objectIn(given.response);
  const inner = response.output ?? response.result ?? response.content ?? response.error ?? response;
  return typeof inner === "string" ? inner : JSON.stringify(inner);
};

const readTool = (tool: JsonObject): OfferedTool => ({
  kind: "function",
  name: textIn(tool.name),
  namespace: null,
  schema: tool.parameters ?? tool.parametersJsonSchema,
});

const readToolChoice = ({ mode, allowedFunctionNames }: JsonObject): ToolChoice => {
  if (mode === "NONE") return { type: "none" };
  if (mode !== "ANY") return { type: "auto" };
  const name = textsIn(allowedFunctionNames)[0];
  return name === undefined ? { type: "required" } : { type: "named", name };
};

const readThinking = (settings: JsonObject): Ask["thinking"] => {
  const config = settings.thinkingConfig;
  if (!isObject(config) || config.thinkingBudget === 0) return "off";
  return config.includeThoughts === true ? "shown" : "hidden";
};

const answerSchemaOf = (settings: JsonObject): unknown => {
  if (settings.responseMimeType !== "application/json") return null;
  return settings.responseSchema ?? settings.responseJsonSchema ?? anyObject;
};
