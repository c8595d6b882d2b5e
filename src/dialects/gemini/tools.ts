import type { Tool, ToolChoice } from "../../core/chat.ts";
import { extrasFor, isOwn } from "../../core/extras.ts";
import { plainSchema } from "../../core/tool-input.ts";
import { type Fields, fieldsOf, merged } from "../../lib/fields.ts";
import { isObject, type JsonObject } from "../../lib/json.ts";
import { originAt } from "./parts.ts";

/** The tools of a request: each function by itself, and each of Google's own; null where they are no list of objects. */
export const readTools = (value: unknown): readonly Tool[] | null =>
  Array.isArray(value) && value.every(isObject) ? value.flatMap(readEntry) : null;

const readEntry = (entry: JsonObject, index: number): Tool[] =>
  Object.entries(entry).flatMap(([name, value]): Tool[] => {
    const isList = functionLists.has(name) && Array.isArray(value) && value.every(isObject);
    if (isList) return value.map((json, at) => readFunction(json, [index, at]));
    const origin = originAt(["tools", index, name]);
    const own = { name, description: null, schema: null, isPlain: false, isStrict: null, hosted: name };
    return [{ ...own, extras: { [name]: value }, origin }];
  });

const functionLists: ReadonlySet<string> = new Set(["functionDeclarations", "function_declarations"]);

/** A schema comes as JSON Schema or, under another name, in Google's own words: then its place is marked. */
const readFunction = (json: JsonObject, [index, at]: readonly [number, number]): Tool => {
  const fields = fieldsOf(json);
  const [name, description] = [fields.text("name") ?? "", fields.text("description")];
  const schema = fields.object("parametersJsonSchema", "parameters_json_schema");
  const own = schema === null ? fields.object("parameters") : null;
  if (own !== null) fields.mark("parameters");
  const origin = originAt(["tools", index, "functionDeclarations", at]);
  const tool = { name, description, schema: schema ?? own, isPlain: false, isStrict: null, hosted: null };
  return { ...tool, extras: fields.left(), origin };
};

/** Tools as Gemini writes them: the functions together, each of its own by itself, in their order. */
export const writeTools = (tools: readonly Tool[]): JsonObject[] => {
  const entries: JsonObject[] = [];
  let functions: JsonObject[] = [];
  for (const tool of tools) {
    if (tool.hosted === null) {
      if (functions.length === 0) entries.push({ functionDeclarations: functions });
      functions.push(writeFunction(tool));
    } else if (isOwn("gemini", tool)) {
      entries.push(merged({ [tool.hosted]: {} }, extrasFor("gemini", tool)));
      functions = [];
    }
  }
  return entries;
};

const writeFunction = (tool: Tool): JsonObject => {
  const { parameters, ...extras } = extrasFor("gemini", tool);
  const isOwnWords = parameters === null;
  const beside = parameters === undefined || isOwnWords ? extras : { ...extras, parameters };
  return merged(beside, {
    name: tool.name,
    description: tool.description ?? undefined,
    [isOwnWords ? "parameters" : "parametersJsonSchema"]: tool.isPlain ? plainSchema : (tool.schema ?? undefined),
  });
};

/** Which tools may be called, out of `toolConfig`; several names stay there, beside the mode. */
export const readToolChoice = (toolConfig: Fields): ToolChoice | null => {
  const calling = toolConfig.within("functionCallingConfig", "function_calling_config");
  const mode = calling.taken((said) => modes.get(said) ?? null, "mode");
  if (mode === null) return null;
  const only = mode === "required" ? calling.taken(oneText, "allowedFunctionNames", "allowed_function_names") : null;
  const choice = only === null ? { mode, name: null } : { mode: "named" as const, name: only };
  return { ...choice, isParallel: null, extras: {}, origin: originAt(["toolConfig"]) };
};

const modes: ReadonlyMap<unknown, ToolChoice["mode"]> = new Map([
  ["AUTO", "auto"],
  ["NONE", "none"],
  ["ANY", "required"],
]);

const oneText = (names: unknown): string | null =>
  Array.isArray(names) && names.length === 1 && typeof names[0] === "string" ? names[0] : null;

/** A choice of tools, as `toolConfig`. */
export const writeToolChoice = ({ mode, name }: ToolChoice): JsonObject => {
  if (mode === "named")
    return { functionCallingConfig: { mode: "ANY", allowedFunctionNames: name === null ? undefined : [name] } };
  const [word] = [...modes].find(([, meant]) => meant === mode) ?? ["AUTO"];
  return { functionCallingConfig: { mode: word } };
};
