import { type JsonObject, listIn, objectIn, textIn } from "../json-view.ts";
import { Refusal } from "../refusal.ts";
import { checkMessages } from "./messages.ts";
import { checkChatSettings } from "./settings.ts";

/** Parameters of a chat completion (SDK 6.49, `ChatCompletionCreateParamsBase`). */
const chatFields: ReadonlySet<string> = new Set([
  ...["messages", "model", "audio", "frequency_penalty", "function_call", "functions", "logit_bias", "logprobs"],
  ...["max_completion_tokens", "max_tokens", "metadata", "modalities", "moderation", "n", "parallel_tool_calls"],
  ...["prediction", "presence_penalty", "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention"],
  ...["reasoning_effort", "response_format", "safety_identifier", "seed", "service_tier", "stop", "store", "stream"],
  ...["stream_options", "temperature", "tool_choice", "tools", "top_logprobs", "top_p", "user", "verbosity"],
  ...["web_search_options"],
]);

/** Parameters of a response (SDK 6.49, `ResponseCreateParamsBase`), and `client_metadata`, which Codex sends. */
const responsesFields: ReadonlySet<string> = new Set([
  ...["background", "client_metadata", "context_management", "conversation", "include", "input", "instructions"],
  ...["max_output_tokens", "max_tool_calls", "metadata", "model", "moderation", "parallel_tool_calls"],
  ...["previous_response_id", "prompt", "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention"],
  ...["reasoning", "safety_identifier", "service_tier", "store", "stream", "stream_options", "temperature", "text"],
  ...["tool_choice", "tools", "top_logprobs", "top_p", "truncation", "user"],
]);

/** Refuses parameters of a chat completion that OpenAI does not know; those who took its format over know others. */
export const checkChatFields = (json: JsonObject): void => {
  if (!isOpenaiModel(textIn(json.model))) return;
  const unknown = Object.keys(json).find((name) => !chatFields.has(name));
  if (unknown !== undefined)
    throw new Refusal(400, `Unrecognized request argument supplied: ${unknown}`, { param: null });
  if (json.stream !== true && json.stream_options !== undefined && json.stream_options !== null) {
    throw new Refusal(400, "'stream_options' without 'stream' has no meaning.", {
      param: "stream_options",
    });
  }
  checkToolIds(json);
  checkChatSettings(json);
  checkMessages(listIn(json.messages).map(objectIn));
};

/** Refuses parameters of a response that OpenAI does not know, and ids of items that are not its own. */
export const checkResponsesFields = (json: JsonObject): void => {
  const unknown = Object.keys(json).find((name) => !responsesFields.has(name));
  if (unknown !== undefined)
    throw new Refusal(400, `Unknown parameter: '${unknown}'.`, { param: unknown, code: "unknown_parameter" });
  for (const [at, item] of listIn(json.input).map(objectIn).entries()) {
    const start = startOfId(item);
    const id = textIn(item.id);
    if (start === null || id === "" || id.startsWith(start)) continue;
    throw new Refusal(400, `Invalid 'input[${at}].id': '${id}'. Expected an ID that begins with '${start}'.`, {
      param: `input[${at}].id`,
      code: "invalid_value",
    });
  }
};

/** How the id of an item begins that only the vendor makes. */
const startOfId = ({ type, role }: JsonObject): string | null => {
  if (type === "reasoning") return "rs";
  if (type === "function_call") return "fc";
  return type === "message" && role === "assistant" ? "msg" : null;
};

/** Names by which OpenAI's own models are known. */
const isOpenaiModel = (model: string): boolean => /^(gpt-|chatgpt-|codex-|o\d)/.test(model);

const longestId = 40;

const checkToolIds = (json: JsonObject): void => {
  for (const [at, tool] of listIn(json.tools).map(objectIn).entries()) {
    const name = textIn(objectIn(tool.function).name);
    if (tool.type === "function" && !/^[a-zA-Z0-9_-]{1,64}$/.test(name)) {
      throw new Refusal(400, `Invalid 'tools[${at}].function.name': it does not match '^[a-zA-Z0-9_-]+$'.`, {
        param: `tools[${at}].function.name`,
        code: "invalid_value",
      });
    }
  }
  for (const [at, message] of listIn(json.messages).map(objectIn).entries()) {
    const ids = [message.tool_call_id, ...listIn(message.tool_calls).map((call) => objectIn(call).id)].map(textIn);
    if (ids.every((id) => id.length <= longestId)) continue;
    throw new Refusal(400, `Invalid 'messages[${at}]': an id may have ${longestId} characters at most.`, {
      param: `messages[${at}]`,
      code: "string_above_max_length",
    });
  }
};
