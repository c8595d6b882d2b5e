import { isObject, type JsonObject, listIn, numberIn, objectIn, textIn } from "../json-view.ts";
import { Refusal } from "../refusal.ts";

/** Refuses settings that the vendor does not take, alone or together (docs, extended thinking and Messages). */
export const checkSettings = (json: JsonObject): void => {
  checkRanges(json);
  const isThinking = objectIn(json.thinking).type === "enabled" || objectIn(json.thinking).type === "adaptive";
  const temperature = numberIn(json.temperature);
  const topP = numberIn(json.top_p);
  if (isThinking && temperature !== null && temperature !== 1)
    throw new Refusal(400, "`temperature` may only be set to 1 when thinking is enabled.");
  if (isThinking && numberIn(json.top_k) !== null)
    throw new Refusal(400, "`top_k` must be unset when thinking is enabled.");
  const choice = textIn(objectIn(json.tool_choice).type);
  if (isThinking && (choice === "any" || choice === "tool"))
    throw new Refusal(400, "Thinking may not be enabled when tool_choice forces tool use.");
  if (temperature !== null && topP !== null && takesOnlyOne.test(textIn(json.model)))
    throw new Refusal(400, "`temperature` and `top_p` cannot both be specified for this model. Please use only one.");
  if (choice !== "" && choice !== "none" && listIn(json.tools).length === 0 && !isObject(json.mcp_servers))
    throw new Refusal(400, "tool_choice: may only be specified while providing tools");
  checkTools(json);
};

/** Since Claude 4.1. */
const takesOnlyOne = /^claude-(opus-4-[1-9]|(sonnet|haiku)-4-[5-9]|(opus|sonnet|haiku|fable)-[5-9])/;

const checkRanges = (json: JsonObject): void => {
  for (const name of ["temperature", "top_p"]) {
    const value = numberIn(json[name]);
    if (value !== null && (value < 0 || value > 1)) throw new Refusal(400, `${name}: range: 0..1`);
  }
  for (const [at, sequence] of listIn(json.stop_sequences).entries())
    if (textIn(sequence).trim() === "")
      throw new Refusal(400, `stop_sequences.${at}: each stop sequence must contain non-whitespace`);
  const metadata = objectIn(json.metadata);
  const other = Object.keys(metadata).find((name) => name !== "user_id");
  if (other !== undefined) throw new Refusal(400, `metadata.${other}: Extra inputs are not permitted`);
};

const checkTools = (json: JsonObject): void => {
  for (const [at, tool] of listIn(json.tools).map(objectIn).entries()) {
    if (tool.type !== undefined && tool.type !== "custom") continue;
    const schema = tool.input_schema;
    if (!isObject(schema)) throw new Refusal(400, `tools.${at}.custom.input_schema: Field required`);
    if (schema.type !== "object")
      throw new Refusal(400, `tools.${at}.custom.input_schema.type: Input should be 'object'`);
    for (const word of ["oneOf", "allOf", "anyOf"])
      if (word in schema)
        throw new Refusal(
          400,
          `tools.${at}.custom.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level`,
        );
  }
};

/** With a fixed budget of thoughts, the turn that calls tools begins with the thought that led to them. */
export const checkThoughtFirst = (json: JsonObject, messages: readonly JsonObject[]): void => {
  if (objectIn(json.thinking).type !== "enabled") return;
  const last = messages.findLast(({ role }) => role === "assistant");
  const after = messages.at(-1);
  const isAnswered = listIn(after?.content).some((block) => objectIn(block).type === "tool_result");
  const [first] = listIn(last?.content).map(objectIn);
  if (first === undefined || !isAnswered || first.type === "thinking" || first.type === "redacted_thinking") return;
  throw new Refusal(
    400,
    `messages.${messages.lastIndexOf(last ?? {})}.content.0.type: Expected \`thinking\` or \`redacted_thinking\`, but found \`${textIn(first.type)}\`. When \`thinking\` is enabled, a final \`assistant\` message must start with a thinking block`,
  );
};
