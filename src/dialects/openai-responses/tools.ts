import type { Origin, Tool, ToolChoice } from "../../core/chat.ts";
import { extrasFor, isOwn } from "../../core/extras.ts";
import { below } from "../../core/origin.ts";
import { merged } from "../../lib/fields.ts";
import { flagOrNull, isObject, type JsonObject, listIn, textOrNull } from "../../lib/json.ts";
import { isEmpty, present, restOf } from "../../lib/json-rest.ts";

const dialect = "openai-responses";

/** The tools of a request: functions, custom tools with a text for input, and the vendor's own. */
export const readTools = (body: JsonObject, origin: Origin): readonly Tool[] =>
  listIn(body["tools"]).flatMap((tool, position) =>
    isObject(tool) ? [readTool(tool, below(origin, "tools", position))] : [],
  );

const readTool = (tool: JsonObject, origin: Origin): Tool => {
  const type = textOrNull(tool["type"]) ?? "";
  const name = textOrNull(tool["name"]);
  const description = textOrNull(tool["description"]);
  const known = present({ type, name, description });
  if (type === "function" && name !== null) {
    const { parameters } = tool;
    const isStrict = flagOrNull(tool["strict"]);
    const extras = restOf(tool, present({ ...known, parameters, strict: isStrict }));
    return { name, description, schema: parameters ?? null, isPlain: false, isStrict, hosted: null, extras, origin };
  }
  const bare = { schema: null, isStrict: null, origin };
  if (type === "custom" && name !== null)
    return { ...bare, name, description, isPlain: true, hosted: null, extras: restOf(tool, known) };
  const extras = restOf(tool, { type: true });
  return { ...bare, name: name ?? type, description: null, isPlain: false, hosted: type, extras };
};

/** Tools as this format lists them. A tool that another vendor runs has no place here. */
export const writeTools = (tools: readonly Tool[]): JsonObject => {
  const written = tools.flatMap((tool) => writeTool(tool));
  return written.length === 0 ? {} : { tools: written };
};

const writeTool = (tool: Tool): readonly JsonObject[] => {
  const extras = extrasFor(dialect, tool);
  const { name, description, schema, hosted } = tool;
  if (hosted !== null) return isOwn(dialect, tool) ? [{ ...extras, type: hosted }] : [];
  if (tool.isPlain) return [merged(extras, present({ type: "custom", name, description }))];
  // Here, and nowhere else, a schema is taken for a strict one that does not say.
  const strict = tool.isStrict ?? (isOwn(dialect, tool) ? null : false);
  return [merged(extras, present({ type: "function", name, description, parameters: schema, strict }))];
};

const modes: ReadonlyMap<unknown, ToolChoice["mode"]> = new Map<unknown, ToolChoice["mode"]>([
  ["auto", "auto"],
  ["none", "none"],
  ["required", "required"],
]);

/** `tool_choice` with `parallel_tool_calls`; null where a request says neither. */
export const readToolChoice = (body: JsonObject, origin: Origin): ToolChoice | null => {
  const { tool_choice: choice } = body;
  const isParallel = flagOrNull(body["parallel_tool_calls"]);
  const bare = { name: null, isParallel, extras: {}, origin: below(origin, "tool_choice") };
  if (typeof choice === "string") return { ...bare, mode: modes.get(choice) ?? "auto" };
  if (!isObject(choice)) return isParallel === null ? null : { ...bare, mode: "auto" };
  const { type, name } = choice;
  if ((type === "function" || type === "custom") && typeof name === "string")
    return { ...bare, mode: "named", name, extras: type === "custom" ? { type } : {} };
  return { ...bare, mode: modes.get(choice["mode"]) ?? "required", extras: choice };
};

/** The fields of a request that say this choice. */
export const writeToolChoice = (choice: ToolChoice | null): JsonObject => {
  if (choice === null) return {};
  const { mode, name, isParallel } = choice;
  const extras = extrasFor(dialect, choice);
  const parallel = present({ parallel_tool_calls: isParallel });
  if (mode !== "named") return { ...parallel, tool_choice: isEmpty(extras) ? mode : extras };
  return { ...parallel, tool_choice: { type: extras["type"] === "custom" ? "custom" : "function", name } };
};
