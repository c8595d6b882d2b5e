import { type JsonObject, listIn, objectIn, textIn } from "../json-view.ts";
import { Refusal } from "../refusal.ts";

/** What the content of a message of a response may be, by who speaks. */
const contents: Readonly<Record<string, readonly string[]>> = {
  user: ["input_text", "input_image", "input_file", "input_audio"],
  system: ["input_text"],
  developer: ["input_text"],
  assistant: ["output_text", "refusal"],
};

/** Refuses input items of a response that OpenAI would not read. */
export const checkItems = (items: readonly JsonObject[]): void => {
  for (const [at, item] of items.entries()) {
    if (item.type === undefined || item.type === "message") checkMessage(item, at);
    if (item.type === "function_call" && typeof item.arguments !== "string")
      throw wrong(`input[${at}].arguments`, "Expected a string", "invalid_type");
    if (item.type === "function_call_output") checkOutput(item.output, at);
    if (textIn(item.call_id).length > 64)
      throw wrong(`input[${at}].call_id`, "Expected a string with maximum length 64", "string_above_max_length");
  }
  checkAnswered(items);
};

const checkMessage = ({ role, content }: JsonObject, at: number): void => {
  const taken = contents[textIn(role)];
  if (taken === undefined) throw wrong(`input[${at}].role`, `Invalid value '${textIn(role)}'`, "invalid_value");
  if (typeof content !== "string" && !Array.isArray(content))
    throw wrong(`input[${at}].content`, "Expected a string or an array", "invalid_type");
  for (const [index, part] of listIn(content).map(objectIn).entries()) {
    if (!taken.includes(textIn(part.type)))
      throw wrong(
        `input[${at}].content[${index}]`,
        `Invalid value '${textIn(part.type)}'. Supported values are: ${taken.join(", ")}`,
        "invalid_value",
      );
  }
};

const checkOutput = (output: unknown, at: number): void => {
  if (typeof output === "string") return;
  const types = listIn(output).map((part) => textIn(objectIn(part).type));
  if (!Array.isArray(output) || types.some((type) => !/^input_(text|image|file)$/.test(type)))
    throw wrong(
      `input[${at}].output`,
      "Expected a string or a list of input_text, input_image, input_file",
      "invalid_type",
    );
};

/** Each call has its output somewhere behind it. */
const checkAnswered = (items: readonly JsonObject[]): void => {
  for (const [at, { type, call_id: id }] of items.entries()) {
    if (type !== "function_call") continue;
    const isAnswered = items.slice(at + 1).some((item) => item.type === "function_call_output" && item.call_id === id);
    if (isAnswered) continue;
    throw new Refusal(400, `No tool output found for function call ${textIn(id)}.`, { param: "input" });
  }
};

const wrong = (param: string, why: string, code: string): Refusal =>
  new Refusal(400, `Invalid '${param}': ${why}.`, { param, code });
