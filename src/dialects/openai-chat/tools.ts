import type { Origin, Tool, ToolChoice } from "../../core/chat.ts";
import type { DialectName } from "../../core/dialect-name.ts";
import { extrasFor } from "../../core/extras.ts";
import { below } from "../../core/origin.ts";
import { merged } from "../../lib/fields.ts";
import { flagOrNull, isObject, type JsonObject, listIn, objectIn, textOrNull } from "../../lib/json.ts";
import { isEmpty, present, restOf } from "../../lib/json-rest.ts";

/** The tools of a request: `tools`, and the older `functions`. */
export const readTools = (body: JsonObject, origin: Origin): readonly Tool[] => [
  ...listIn(body["tools"]).flatMap((tool, position) =>
    isObject(tool) ? [readTool(tool, below(origin, "tools", position))] : [],
  ),
  ...listIn(body["functions"]).flatMap((tool, position) =>
    isObject(tool) ? [readFunction(tool, { functions: null }, below(origin, "functions", position))] : [],
  ),
];

const readTool = (tool: JsonObject, origin: Origin): Tool => {
  if (isObject(tool["function"])) {
    const { function: own, ...rest } = tool;
    const read = readFunction(objectIn(own), {}, origin);
    const inner = isEmpty(read.extras) ? {} : { function: read.extras };
    return { ...read, extras: { ...restOf(rest, { type: true }), ...inner } };
  }
  if (isObject(tool["custom"])) {
    const { name, description } = tool["custom"];
    const extras = restOf(tool, { type: true, custom: { name, description } });
    const told = { name: textOrNull(name) ?? "", description: textOrNull(description) };
    return { ...told, schema: null, isPlain: true, isStrict: null, hosted: null, extras, origin };
  }
  const type = textOrNull(tool["type"]) ?? "";
  const hosted = { name: type, description: null, schema: null, isPlain: false, isStrict: null, hosted: type };
  return { ...hosted, extras: restOf(tool, { type: true }), origin };
};

const readFunction = (said: JsonObject, form: JsonObject, origin: Origin): Tool => {
  const { name, description, parameters } = said;
  const isStrict = flagOrNull(said["strict"]);
  const known = present({ name, description: textOrNull(description), parameters, strict: isStrict });
  return {
    isStrict,
    isPlain: false,
    name: textOrNull(name) ?? "",
    description: textOrNull(description),
    schema: parameters ?? null,
    hosted: null,
    extras: { ...form, ...restOf(said, known) },
    origin,
  };
};

/** The fields of a request that name these tools. A tool that another vendor runs has no place here. */
export const writeTools = (tools: readonly Tool[], dialect: DialectName): JsonObject => {
  const isOlder = (tool: Tool): boolean => "functions" in extrasFor(dialect, tool);
  const usual = tools.filter((tool) => !isOlder(tool)).flatMap((tool) => writeTool(tool, dialect));
  const older = tools.filter(isOlder).map((tool) => {
    const { functions: _form, ...extras } = extrasFor(dialect, tool);
    return merged(extras, writeFunction(tool));
  });
  return present({ tools: usual.length === 0 ? null : usual, functions: older.length === 0 ? null : older });
};

const writeTool = (tool: Tool, dialect: DialectName): readonly JsonObject[] => {
  const extras = extrasFor(dialect, tool);
  const { name, description, hosted, origin } = tool;
  if (hosted !== null) return origin === null || origin.dialect === dialect ? [{ ...extras, type: hosted }] : [];
  if (tool.isPlain) return [merged(extras, { type: "custom", custom: present({ name, description }) })];
  return [merged(extras, { type: "function", function: writeFunction(tool) })];
};

const writeFunction = ({ name, description, schema, isStrict }: Tool): JsonObject =>
  present({ name, description, parameters: schema, strict: isStrict });

/** `tool_choice` with `parallel_tool_calls`, or the older `function_call`; null where a request says neither. */
export const readToolChoice = (body: JsonObject, origin: Origin): ToolChoice | null => {
  const { tool_choice: choice, function_call: older } = body;
  const isParallel = flagOrNull(body["parallel_tool_calls"]);
  const at = below(origin, choice === undefined && older !== undefined ? "function_call" : "tool_choice");
  if (choice === undefined && older !== undefined) {
    const named = { ...readChoice(older), origin: at, isParallel };
    return { ...named, extras: { function_call: null } };
  }
  if (typeof choice !== "string" && !isObject(choice))
    return isParallel === null ? null : { mode: "auto", name: null, isParallel, extras: {}, origin: at };
  return { ...readChoice(choice), isParallel, origin: at };
};

const modes: ReadonlyMap<unknown, ToolChoice["mode"]> = new Map<unknown, ToolChoice["mode"]>([
  ["auto", "auto"],
  ["none", "none"],
  ["required", "required"],
  ["any", "required"], // Mistral's word
]);

const readChoice = (choice: unknown): Pick<ToolChoice, "mode" | "name" | "extras"> => {
  if (!isObject(choice)) return { mode: modes.get(choice) ?? "auto", name: null, extras: {} };
  const named = [choice["function"], choice["custom"], choice].find((one) => isObject(one) && one["name"]);
  const name = textOrNull(objectIn(named)["name"]);
  if (name !== null) return { mode: "named", name, extras: choice["type"] === "custom" ? { type: "custom" } : {} };
  const allowed = objectIn(choice["allowed_tools"])["mode"];
  return { mode: modes.get(allowed) ?? "auto", name: null, extras: choice };
};

/** The fields of a request that say this choice. */
export const writeToolChoice = (choice: ToolChoice | null, dialect: DialectName): JsonObject => {
  if (choice === null) return {};
  const { mode, name, isParallel } = choice;
  const { function_call: _form, ...extras } = extrasFor(dialect, choice);
  const parallel = present({ parallel_tool_calls: isParallel });
  if ("function_call" in extrasFor(dialect, choice))
    return { ...parallel, function_call: mode === "named" ? { name } : mode };
  if (mode !== "named") return { ...parallel, tool_choice: isEmpty(extras) ? mode : extras };
  const form = extras["type"] === "custom" ? "custom" : "function";
  return { ...parallel, tool_choice: { type: form, [form]: { name } } };
};
