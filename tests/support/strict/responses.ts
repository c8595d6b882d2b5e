import type { JsonObject } from "../../../src/lib/json.ts";
import { type Finding, finding, isDataUrl, isOnce, listIn, objectIn, objects } from "./collected.ts";

/** Responses: items, parts of each role, an output for each call, ids. */
export const responsesProblems = (body: JsonObject): readonly string[] => {
  const check = finding();
  const items = objects(body["input"]);
  check.when(items.length === 0, "input: at least one item");
  const calls = items.filter(({ type }) => type === "function_call" || type === "custom_tool_call");
  const outputs = items.filter(({ type }) => String(type).endsWith("_output"));
  const ids = calls.map((call) => call["call_id"]);
  check.when(!isOnce(ids), "ids of calls are not unique");
  check.when(!isOnce(outputs.map((output) => output["call_id"])), "two outputs of a call");
  for (const [at, item] of items.entries()) checkItem(item, `input.${at}`, check);
  for (const { call_id: id } of calls) {
    check.when(String(id).length > 64 || typeof id !== "string" || id === "", `call_id ${id}`);
    check.when(!outputs.some((output) => output["call_id"] === id), `no output of ${id}`);
  }
  for (const { call_id: id } of outputs) {
    const [call, output] = [items, outputs].map((list) => list.findIndex((one) => one["call_id"] === id));
    check.when(!ids.includes(id) || (call ?? 0) > (output ?? 0) + items.length, `no call of output ${id}`);
  }
  return check.found();
};

const partsOf: Readonly<Record<string, readonly string[]>> = {
  user: ["input_text", "input_image", "input_file", "input_audio"],
  system: ["input_text"],
  developer: ["input_text"],
  assistant: ["output_text", "refusal"],
};

const checkItem = (item: JsonObject, at: string, check: Finding): void => {
  const { type, role, content, output, arguments: input } = item;
  if (type === "message") {
    const parts = objects(content);
    check.when(parts.length === 0, `${at}: an empty message`);
    for (const part of parts) checkPart(part, partsOf[String(role)] ?? [], at, check);
  } else if (type === "function_call")
    check.when(typeof input !== "string" || input === "", `${at}: arguments ${input}`);
  else if (type === "function_call_output") {
    check.when(typeof output !== "string" && !Array.isArray(output), `${at}: no output`);
    for (const part of listIn(output)) checkPart(objectIn(part), partsOf["user"] ?? [], at, check);
  } else if (type === "reasoning") {
    const seal = item["encrypted_content"];
    check.when(typeof seal !== "string" || seal === "", `${at}: a thought without its seal`);
    check.when(!Array.isArray(item["summary"]), `${at}: a thought without summary`);
  } else check.when(type !== "custom_tool_call" && type !== "custom_tool_call_output", `${at}: ${type}`);
};

const checkPart = (part: JsonObject, kinds: readonly string[], at: string, check: Finding): void => {
  const { type, text, image_url: image, file_data: data, filename } = part;
  check.when(!kinds.includes(String(type)), `${at}: ${type}`);
  if ("text" in part) check.when(typeof text !== "string" || text === "", `${at}: an empty text`);
  if (type === "input_image" && !("file_id" in part)) check.when(!isDataUrl(image), `${at}: image`);
  if (data !== undefined) check.when(typeof filename !== "string" || !isDataUrl(data), `${at}: file`);
};
