import type { Ask, OfferedTool, Said, ToolChoice } from "../conversation.ts";
import type { Call, Format } from "../format.ts";
import { isObject, type JsonObject, listIn, numberIn, objectIn, textIn, textsIn } from "../json-view.ts";
import { tokensInJson, visibleTokens } from "../tokens.ts";
import { anthropicErrorFrame, anthropicFrames, anthropicWhole } from "./answer.ts";
import { checkAnthropic } from "./checks.ts";

const readAsk = ({ json }: Call): Ask => ({
  model: textIn(json.model),
  stream: json.stream === true,
  said: [...saidByUser("system", json.system), ...listIn(json.messages).flatMap(saidInMessage)],
  tools: listIn(json.tools).filter(isObject).flatMap(readTool),
  toolChoice: readToolChoice(objectIn(json.tool_choice)),
  parallelTools: objectIn(json.tool_choice).disable_parallel_tool_use !== true,
  thinking: readThinking(objectIn(json.thinking)),
  maxTokens: numberIn(json.max_tokens),
  stopSequences: textsIn(json.stop_sequences),
  answerSchema: answerSchemaOf(json),
  inputTokens: anthropicInputTokens(json),
});

/** The Messages format: https://docs.claude.com/en/api/messages */
export const anthropic: Format = {
  dialect: "anthropic",
  vendor: "anthropic",
  read: (call) => {
    checkAnthropic(call.json, call);
    return readAsk(call);
  },
  whole: anthropicWhole,
  frames: anthropicFrames,
  errorFrame: anthropicErrorFrame,
};

/** The input tokens of a Messages request: what `count_tokens` answers and what `usage` bills. */
export const anthropicInputTokens = (json: JsonObject): number =>
  visibleTokens(json.system) + visibleTokens(json.messages) + tokensInJson(json.tools);

const saidInMessage = (given: unknown): readonly Said[] => {
  const message = objectIn(given);
  return saidByUser(textIn(message.role), message.content);
};

/** Text beside a tool result belongs to that result (reminders of the agent), it is no new turn of the user. */
const saidByUser = (role: string, content: unknown): readonly Said[] => {
  const blocks = listIn(content).filter(isObject);
  const parts =
    typeof content === "string"
      ? [content]
      : blocks.flatMap((block) => (block.type === "text" ? [textIn(block.text)] : []));
  if (role === "assistant") return [{ by: "assistant", text: parts.join("") }];
  if (role === "system") return [{ by: "instruction", text: parts.join("\n") }];
  const results: readonly Said[] = blocks.flatMap((block) =>
    block.type === "tool_result" ? [{ by: "tool", text: resultText(block.content) }] : [],
  );
  return results.length > 0 ? results : [{ by: "user", parts }];
};

const resultText = (content: unknown): string =>
  typeof content === "string"
    ? content
    : listIn(content)
        .map((block) => textIn(objectIn(block).text))
        .join("\n");

const readTool = (tool: JsonObject): readonly OfferedTool[] => {
  const type = textIn(tool.type);
  const name = textIn(tool.name);
  if (type === "" || type === "custom") return [{ kind: "function", name, namespace: null, schema: tool.input_schema }];
  return type.startsWith("bash_") ? [{ kind: "function", name, namespace: null, schema: bashSchema }] : [];
};

const bashSchema = { type: "object", properties: { command: { type: "string" } }, required: ["command"] };

const readToolChoice = (choice: JsonObject): ToolChoice => {
  if (choice.type === "any") return { type: "required" };
  if (choice.type === "none") return { type: "none" };
  return choice.type === "tool" ? { type: "named", name: textIn(choice.name) } : { type: "auto" };
};

const readThinking = (thinking: JsonObject): Ask["thinking"] => {
  if (thinking.type !== "enabled" && thinking.type !== "adaptive") return "off";
  return thinking.display === "omitted" ? "hidden" : "shown";
};

const answerSchemaOf = (json: JsonObject): unknown => {
  const format = objectIn(objectIn(json.output_config).format ?? json.output_format);
  return format.type === "json_schema" ? objectIn(format.schema) : null;
};
