import type { Ask, OfferedTool, Said, ToolChoice } from "../conversation.ts";
import type { Call, Format } from "../format.ts";
import { isObject, type JsonObject, listIn, numberIn, objectIn, textIn } from "../json-view.ts";
import { Refusal } from "../refusal.ts";
import { tokensIn, tokensInJson, visibleTokens } from "../tokens.ts";
import { anyObject } from "./chat.ts";
import { checkResponsesFields } from "./fields.ts";
import { checkItems } from "./items.ts";
import { responsesWhole } from "./responses-answer.ts";
import { responsesErrorFrame, responsesFrames } from "./responses-events.ts";
import { checkResponsesSettings } from "./settings.ts";

/** The Responses format: https://platform.openai.com/docs/api-reference/responses */
export const openaiResponses: Format = {
  dialect: "openai-responses",
  vendor: "openai",
  read: (call) => {
    checkResponses(call.json);
    return readAsk(call);
  },
  whole: responsesWhole,
  frames: responsesFrames,
  errorFrame: responsesErrorFrame,
};

const checkResponses = (json: JsonObject): void => {
  if (textIn(json.model) === "") throw missing("model");
  checkResponsesFields(json);
  if (typeof json.input !== "string" && !Array.isArray(json.input)) throw missing("input");
  const previous = textIn(json.previous_response_id);
  if (previous !== "") {
    throw new Refusal(400, `Previous response with id '${previous}' not found.`, {
      param: "previous_response_id",
      code: "previous_response_not_found",
    });
  }
  checkResponsesSettings(json);
  const items = listIn(json.input).map(objectIn);
  checkOutputs(items);
  if (!items.some(({ type }) => type === "item_reference")) checkItems(items);
};

const missing = (param: string): Refusal =>
  new Refusal(400, `Missing required parameter: '${param}'.`, { param, code: "missing_required_parameter" });

/** Each output belongs to a call; items that are only referred to by id cannot be looked up, and are believed. */
const checkOutputs = (items: readonly JsonObject[]): void => {
  if (items.some((item) => item.type === "item_reference")) return;
  const called = new Set(items.filter((item) => !isOutput(item)).map((item) => item.call_id));
  const stray = items.find((item) => isOutput(item) && !called.has(item.call_id));
  if (stray === undefined) return;
  throw new Refusal(400, `No tool call found for function call output with call_id ${textIn(stray.call_id)}.`, {
    param: "input",
  });
};

const isOutput = (item: JsonObject): boolean => textIn(item.type).endsWith("_output");

const readAsk = ({ json }: Call): Ask => ({
  model: textIn(json.model),
  stream: json.stream === true,
  said: [{ by: "instruction", text: textIn(json.instructions) }, ...saidInInput(json.input)],
  tools: readTools(json.tools, null),
  toolChoice: readToolChoice(json.tool_choice),
  parallelTools: json.parallel_tool_calls !== false,
  thinking: readThinking(objectIn(json.reasoning)),
  maxTokens: numberIn(json.max_output_tokens),
  stopSequences: [],
  answerSchema: answerSchemaOf(objectIn(objectIn(json.text).format)),
  inputTokens: tokensIn(textIn(json.instructions)) + visibleTokens(json.input) + tokensInJson(json.tools),
});

const saidInInput = (input: unknown): readonly Said[] =>
  typeof input === "string"
    ? [{ by: "user", parts: [input] }]
    : listIn(input).flatMap((item) => saidInItem(objectIn(item)));

const saidInItem = (item: JsonObject): readonly Said[] => {
  if (isOutput(item)) return [{ by: "tool", text: outputOf(item.output) }];
  if (textIn(item.type).endsWith("_call")) return [{ by: "assistant", text: "" }];
  if (item.type !== undefined && item.type !== "message") return [];
  const parts =
    typeof item.content === "string" ? [item.content] : listIn(item.content).map((part) => textIn(objectIn(part).text));
  if (item.role === "user") return [{ by: "user", parts }];
  if (item.role === "assistant") return [{ by: "assistant", text: parts.join("") }];
  return [{ by: "instruction", text: parts.join("\n") }];
};

const outputOf = (output: unknown): string =>
  typeof output === "string"
    ? output
    : listIn(output)
        .map((part) => textIn(objectIn(part).text) || textIn(objectIn(part).stdout))
        .join("\n");

/** Functions, free-text tools and the local shell; a namespace is unfolded, hosted tools are not for calling. */
const readTools = (tools: unknown, namespace: string | null): readonly OfferedTool[] =>
  listIn(tools)
    .filter(isObject)
    .flatMap((tool): readonly OfferedTool[] => {
      const name = textIn(tool.name);
      if (tool.type === "namespace") return readTools(tool.tools, name);
      if (tool.type === "function") return [{ kind: "function", name, namespace, schema: tool.parameters }];
      if (tool.type === "custom") return [{ kind: "custom", name, namespace, schema: null }];
      return tool.type === "local_shell" ? [{ kind: "local_shell", name: "local_shell", namespace, schema: null }] : [];
    });

const readToolChoice = (choice: unknown): ToolChoice => {
  if (choice === "none") return { type: "none" };
  if (choice === "required") return { type: "required" };
  const name = textIn(objectIn(choice).name);
  return name === "" ? { type: "auto" } : { type: "named", name };
};

const readThinking = ({ effort, summary }: JsonObject): Ask["thinking"] => {
  if (effort === "none" || effort === "minimal") return "off";
  if (typeof summary === "string") return "shown";
  return typeof effort === "string" ? "hidden" : "off";
};

const answerSchemaOf = (format: JsonObject): unknown => {
  if (format.type === "json_schema") return objectIn(format.schema);
  return format.type === "json_object" ? anyObject : null;
};
