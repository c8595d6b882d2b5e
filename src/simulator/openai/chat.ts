import type { Ask, OfferedTool, Said, ToolChoice } from "../conversation.ts";
import type { Call, Format } from "../format.ts";
import { isObject, type JsonObject, listIn, numberIn, objectIn, textIn, textsIn } from "../json-view.ts";
import { Refusal } from "../refusal.ts";
import { tokensInJson, visibleTokens } from "../tokens.ts";
import { chatErrorFrame, chatFrames, chatWhole } from "./chat-answer.ts";
import { checkChatFields } from "./fields.ts";

/** Reads a chat completions request, of OpenAI or of a vendor that took the format over. */
export const readChat = ({ json }: Call): Ask => ({
  model: textIn(json.model),
  stream: json.stream === true,
  said: saidIn(listIn(json.messages).map(objectIn)),
  tools: listIn(json.tools).filter(isObject).flatMap(readTool),
  toolChoice: readToolChoice(json.tool_choice),
  parallelTools: json.parallel_tool_calls !== false,
  thinking: readThinking(json),
  maxTokens: numberIn(json.max_completion_tokens) ?? numberIn(json.max_tokens),
  stopSequences: textsIn(json.stop),
  answerSchema: answerSchemaOf(objectIn(json.response_format)),
  inputTokens: visibleTokens(json.messages) + tokensInJson(json.tools),
});

/** The chat completions format: https://platform.openai.com/docs/api-reference/chat */
export const openaiChat: Format = {
  dialect: "openai-chat",
  vendor: "openai",
  read: (call) => {
    checkChat(call.json);
    return readChat(call);
  },
  whole: chatWhole,
  frames: chatFrames,
  errorFrame: chatErrorFrame,
};

/** Refuses what OpenAI would refuse, in its shape. */
export const checkChat = (json: JsonObject): void => {
  if (textIn(json.model) === "")
    throw new Refusal(400, "Missing required parameter: 'model'.", {
      param: "model",
      code: "missing_required_parameter",
    });
  if (!Array.isArray(json.messages)) {
    throw new Refusal(400, "Missing required parameter: 'messages'.", {
      param: "messages",
      code: "missing_required_parameter",
    });
  }
  if (json.messages.length === 0) {
    throw new Refusal(400, "Invalid 'messages': the list is empty.", { param: "messages", code: "empty_array" });
  }
  checkChatFields(json);
  let open: readonly string[] = [];
  for (const [at, given] of json.messages.entries()) open = openCallsAfter(objectIn(given), at, open);
  if (open.length > 0) throw unanswered(open);
};

const roles = ["system", "developer", "user", "assistant", "tool", "function"];

/** Walks one message further: which tool calls still wait for their answer after it. */
const openCallsAfter = (message: JsonObject, at: number, open: readonly string[]): readonly string[] => {
  if (!roles.includes(textIn(message.role))) {
    throw new Refusal(400, `Invalid value: '${textIn(message.role)}' is no role.`, {
      param: `messages[${at}].role`,
      code: "invalid_value",
    });
  }
  if (message.role === "tool") {
    const id = textIn(message.tool_call_id);
    if (open.includes(id)) return open.filter((other) => other !== id);
    throw new Refusal(400, "Invalid parameter: a 'tool' message answers no 'tool_calls' before it.", {
      param: `messages.[${at}].role`,
    });
  }
  if (open.length > 0) throw unanswered(open);
  return listIn(message.tool_calls).map((call) => textIn(objectIn(call).id));
};

const unanswered = (ids: readonly string[]): Refusal =>
  new Refusal(400, `These 'tool_calls' were not answered by 'tool' messages: ${ids.join(", ")}`, { param: "messages" });

/** A picture of the user's right after the tools is one that a tool gave: no tool can give one in this format. */
const saidIn = (messages: readonly JsonObject[]): readonly Said[] =>
  messages.flatMap((message, at) => {
    const said = saidInMessage(message);
    const isGiven = messages[at - 1]?.role === "tool" && message.role === "user" && hasPicture(message);
    return isGiven ? said.map((one) => (one.by === "user" ? { by: "tool", text: one.parts.join("") } : one)) : said;
  });

const hasPicture = ({ content }: JsonObject): boolean =>
  listIn(content).some((part) => objectIn(part).type === "image_url");

const saidInMessage = (message: JsonObject): readonly Said[] => {
  const { role, content } = message;
  const parts = typeof content === "string" ? [content] : listIn(content).map((part) => textIn(objectIn(part).text));
  if (role === "user") return [{ by: "user", parts }];
  if (role === "assistant") return [{ by: "assistant", text: parts.join("") }];
  if (role === "tool" || role === "function") return [{ by: "tool", text: parts.join("\n") }];
  return [{ by: "instruction", text: parts.join("\n") }];
};

const readTool = (tool: JsonObject): readonly OfferedTool[] => {
  const told = objectIn(tool.type === "custom" ? tool.custom : tool.function);
  const name = textIn(told.name);
  if (name === "") return [];
  return [{ kind: tool.type === "custom" ? "custom" : "function", name, namespace: null, schema: told.parameters }];
};

const readToolChoice = (choice: unknown): ToolChoice => {
  if (choice === "none") return { type: "none" };
  if (choice === "required" || choice === "any") return { type: "required" };
  const name = textIn(objectIn(objectIn(choice).function ?? objectIn(choice).custom).name);
  return name === "" ? { type: "auto" } : { type: "named", name };
};

/** OpenAI thinks unseen (`reasoning_effort`); vendors that show it are asked by `thinking` or `enable_thinking`. */
const readThinking = (json: JsonObject): Ask["thinking"] => {
  if (objectIn(json.thinking).type === "enabled" || json.enable_thinking === true || json.include_reasoning === true)
    return "shown";
  const effort = textIn(json.reasoning_effort);
  return effort === "" || effort === "none" || effort === "minimal" ? "off" : "hidden";
};

const answerSchemaOf = (format: JsonObject): unknown => {
  if (format.type === "json_schema") return objectIn(format.json_schema).schema ?? anyObject;
  return format.type === "json_object" ? anyObject : null;
};

/** The schema of "some JSON object", for formats that ask for JSON without saying which. */
export const anyObject = { type: "object", properties: { answer: { type: "string" } }, required: ["answer"] } as const;
