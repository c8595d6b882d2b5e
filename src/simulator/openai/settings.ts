import { isObject, type JsonObject, listIn, numberIn, objectIn, textIn } from "../json-view.ts";
import { Refusal } from "../refusal.ts";

/** Models that think before they answer take no sampling (docs, reasoning models). */
const isThinker = (model: string): boolean => /^(o\d|gpt-5|codex-)/.test(model) && !/^gpt-5(\.\d)?-chat/.test(model);

/** Refuses settings of a chat completion that OpenAI does not take, alone or together. */
export const checkChatSettings = (json: JsonObject): void => {
  const tools = listIn(json.tools);
  if (Array.isArray(json.tools) && tools.length === 0) throw tooShort("tools");
  for (const name of ["tool_choice", "parallel_tool_calls"]) {
    if (given(json[name]) && tools.length === 0)
      throw wrong(name, `'${name}' is only allowed when 'tools' are specified.`, null);
  }
  if (typeof json.tool_choice === "string" && !["none", "auto", "required"].includes(json.tool_choice))
    throw wrong("tool_choice", `Invalid value: '${json.tool_choice}'.`, "invalid_value");
  const stops = listIn(json.stop);
  if (stops.length > 4)
    throw wrong(
      "stop",
      "Invalid 'stop': array too long. Expected an array with maximum length 4.",
      "array_above_max_length",
    );
  checkSampling(json);
  for (const [at, tool] of tools.map(objectIn).entries()) checkTool(objectIn(tool.function), `tools[${at}].function`);
  const format = objectIn(json.response_format);
  if (format.type === "json_schema") checkFormat(objectIn(format.json_schema), "response_format.json_schema");
  const saysJson = JSON.stringify(json.messages ?? "")
    .toLowerCase()
    .includes("json");
  if (format.type === "json_object" && !saysJson)
    throw wrong(
      "messages",
      "'messages' must contain the word 'json' to use 'response_format' of type 'json_object'.",
      null,
    );
};

/** The same for a response. */
export const checkResponsesSettings = (json: JsonObject): void => {
  checkSampling(json);
  const most = numberIn(json.max_output_tokens);
  if (most !== null && most < 16)
    throw wrong(
      "max_output_tokens",
      "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16.",
      "integer_below_min_value",
    );
  for (const [at, tool] of listIn(json.tools).map(objectIn).entries()) {
    if (tool.type !== "function") continue;
    if (textIn(tool.name) === "")
      throw wrong(
        `tools[${at}].name`,
        `Missing required parameter: 'tools[${at}].name'.`,
        "missing_required_parameter",
      );
    checkTool(tool, `tools[${at}]`);
  }
  const format = objectIn(objectIn(json.text).format);
  if (format.type === "json_schema") checkFormat(format, "text.format");
};

const checkSampling = (json: JsonObject): void => {
  const temperature = numberIn(json.temperature);
  if (temperature !== null && (temperature < 0 || temperature > 2))
    throw wrong("temperature", "Invalid 'temperature': expected a value between 0 and 2.", "decimal_above_max_value");
  const model = textIn(json.model);
  if (/^(gpt-[34]|chatgpt-)/.test(model) && (given(json.reasoning_effort) || given(objectIn(json.reasoning).effort)))
    throw wrong("reasoning_effort", "'reasoning_effort' is not supported with this model.", "unsupported_parameter");
  if (!isThinker(model)) return;
  if (given(json.max_tokens))
    throw wrong(
      "max_tokens",
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      "unsupported_parameter",
    );
  for (const name of ["temperature", "top_p"]) {
    const value = numberIn(json[name]);
    if (value !== null && value !== 1)
      throw wrong(name, `Unsupported value: '${name}' does not support ${value} with this model.`, "unsupported_value");
  }
  for (const name of ["presence_penalty", "frequency_penalty", "stop"])
    if (given(json[name]) && json[name] !== 0)
      throw wrong(name, `Unsupported parameter: '${name}' is not supported with this model.`, "unsupported_parameter");
};

const checkTool = (tool: JsonObject, where: string): void => {
  if (tool.strict === true) checkStrict(tool.parameters, `function '${textIn(tool.name)}'`, `${where}.parameters`);
};

const checkFormat = (format: JsonObject, where: string): void => {
  const name = textIn(format.name);
  if (!/^[a-zA-Z0-9_-]{1,64}$/.test(name))
    throw wrong(
      `${where}.name`,
      `Missing or invalid required parameter: '${where}.name'.`,
      "missing_required_parameter",
    );
  if (!isObject(format.schema))
    throw wrong(`${where}.schema`, `Missing required parameter: '${where}.schema'.`, "missing_required_parameter");
  if (format.strict === true) checkStrict(format.schema, `response_format '${name}'`, where);
};

/** A schema that a model is held to leaves nothing open (docs, structured outputs, supported schemas). */
const checkStrict = (schema: unknown, of: string, param: string): void => {
  if (!isObject(schema)) return;
  const properties = objectIn(schema.properties);
  if (schema.type === "object" || isObject(schema.properties)) {
    const required = listIn(schema.required);
    const missing = Object.keys(properties).find((name) => !required.includes(name));
    if (schema.additionalProperties !== false)
      throw wrong(
        param,
        `Invalid schema for ${of}: 'additionalProperties' is required to be supplied and to be false.`,
        "invalid_schema",
      );
    if (missing !== undefined)
      throw wrong(
        param,
        `Invalid schema for ${of}: 'required' has to name every property. Missing '${missing}'.`,
        "invalid_schema",
      );
  }
  for (const inner of [...Object.values(properties), schema.items, ...listIn(schema.anyOf)])
    checkStrict(inner, of, param);
};

const given = (value: unknown): boolean => value !== undefined && value !== null;

const tooShort = (name: string): Refusal =>
  wrong(name, `Invalid '${name}': empty array. Expected an array with minimum length 1.`, "empty_array");

const wrong = (param: string, message: string, code: string | null): Refusal =>
  new Refusal(400, message, { param, code });
