import { gemini } from "../../../src/dialects/gemini/index.ts";
import { isObject, type JsonObject, listIn, objectIn, parsedJson } from "../../../src/lib/json.ts";
import type { Spoken } from "./spoken.ts";

/** What belongs to the client or the model, whatever it looks like. */
const opaque: ReadonlySet<string> = new Set([
  ...["args", "response", "parameters", "parametersJsonSchema", "responseSchema", "responseJsonSchema", "labels"],
]);

/** Google's JSON may be spelled either way. */
const camel = (name: string): string => name.replace(/_([a-z])/g, (_, sign: string) => sign.toUpperCase());

/** Functions may be told in one list or in several. */
const ungrouped = (tools: unknown): unknown =>
  listIn(tools).flatMap((tool) => {
    const { functionDeclarations: functions, ...others } = objectIn(tool);
    const own = Object.entries(others).map(([name, value]) => ({ [name]: value }));
    return [...listIn(functions).map((one) => ({ functionDeclarations: [one] })), ...own];
  });

/** What is the same said and unsaid; zeros above all, which Google's servers leave out. */
const isUnsaid = (name: string, value: unknown): boolean =>
  value === null ||
  (value === 0 && (name.endsWith("TokenCount") || name === "index")) ||
  ((name === "parts" || name === "candidates") && Array.isArray(value) && value.length === 0);

const normal = (json: unknown, within = ""): unknown => {
  if (Array.isArray(json)) return json.map((one) => normal(one, within));
  if (!isObject(json)) return json;
  const entries = Object.entries(json).flatMap(([written, value]): [string, unknown][] => {
    const name = camel(written);
    if (isUnsaid(name, value)) return [];
    if (opaque.has(name)) return [[name, value]];
    if (name === "thinkingLevel") return [[name, String(value).toLowerCase()]];
    const inside = normal(value, name);
    return isUnsaid(name, inside)
      ? []
      : [[name, name === "tools" && Array.isArray(inside) ? ungrouped(inside) : inside]];
  });
  return withDefaults(Object.fromEntries(entries), within);
};

/** Who speaks is clear without a word; arguments and responses that are empty may be left out. */
const withDefaults = (json: JsonObject, within: string): JsonObject => {
  if (within === "contents") return { role: "user", ...json };
  if (within === "candidates") return { ...json, content: { role: "model", ...objectIn(json["content"]) } };
  if (within === "functionCall") return { args: {}, ...json };
  return within === "functionResponse" ? { response: {}, ...json } : json;
};

export const spokenGemini: Spoken = {
  dialect: gemini,
  normal: (body) => normal(parsedJson(JSON.stringify(body))),
  exactStreams: 0, // a chunk holds several events, and each is written as a chunk of its own
  beside: {
    thoughtSignature: "the seal of a text or a call; only thoughts have one in the words",
    videoMetadata: "which part of a video",
    "generationConfig.responseModalities": "sound or images as the answer",
    "generationConfig.logprobs": "asked for",
    "generationConfig.responseLogprobs": "asked for",
    generationConfig: "an empty one",
    safetySettings: "Google's own",
    modelArmorConfig: "Google's own",
    cachedContent: "a beginning that Google keeps",
    labels: "of the bill",
    behavior: "of a function",
    googleSearch: "settings of the vendor's own tools",
    codeExecution: "the same",
    urlContext: "the same",
    "systemInstruction.role": "instructions are nobody's",
    role: "one that does not exist",
    "toolConfig.includeServerSideToolInvocations": "of the vendor's own tools",
    "toolConfig.functionCallingConfig.mode": "VALIDATED, which only Google knows",
    "toolConfig.functionCallingConfig.allowedFunctionNames": "several of them, or beside a mode of Google's",
    "tools.function_declarations": "not the list that tools are",
    promptFeedback: "ratings, and what else a refusal says",
    "usageMetadata.totalTokenCount": "the sum",
    "usageMetadata.promptTokensDetails": "the parts of the sum",
    "usageMetadata.candidatesTokensDetails": "the parts of the sum",
    "usageMetadata.cacheTokensDetails": "the parts of the sum",
    "usageMetadata.toolUsePromptTokenCount": "a part of the input, of which the words know the whole",
    "usageMetadata.toolUsePromptTokensDetails": "the parts of the sum",
    "usageMetadata.trafficType": "terms",
    "usageMetadata.serviceTier": "terms",
    "codeExecutionResult.outcome": "how code failed",
    finishMessage: "a sentence beside the reason",
    safetyRatings: "of a candidate",
    groundingMetadata: "what was found",
    avgLogprobs: "of a candidate",
    logprobsResult: "of a candidate",
    createTime: "when",
  },
  besideInStreams: {},
};
