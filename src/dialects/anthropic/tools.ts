import type { Tool, ToolChoice } from "../../core/chat.ts";
import { extrasFor, isOwn } from "../../core/extras.ts";
import { plainSchema } from "../../core/tool-input.ts";
import { fieldsOf, merged } from "../../lib/fields.ts";
import { isObject, type JsonObject } from "../../lib/json.ts";
import { originAt } from "./blocks.ts";
import { readMark, writeMark } from "./cache-mark.ts";

/** The tools of a request; null where they are no list of objects. */
export const readTools = (value: unknown): readonly Tool[] | null =>
  Array.isArray(value) && value.every(isObject) ? value.map(readTool) : null;

/** A tool. One whose type the vendor runs is hosted; what else has a type of the vendor's is run by the client. */
const readTool = (json: JsonObject, index: number): Tool => {
  const fields = fieldsOf(json);
  const tool = {
    name: fields.text("name") ?? "",
    description: fields.text("description"),
    schema: fields.object("input_schema"),
    isPlain: false,
    isStrict: fields.flag("strict"),
    hosted: fields.taken((type) => (isHosted(type) ? type : null), "type"),
    ...readMark(fields),
  };
  return { ...tool, extras: fields.left(), origin: originAt(["tools", index]) };
};

/** Types of tools that are described by the vendor, but run by the client. */
const clientRun = /^(custom$|bash_|text_editor_|computer_|memory_)/;

const isHosted = (type: unknown): type is string => typeof type === "string" && !clientRun.test(type);

/** Tools as Anthropic writes them; what another vendor runs is left out. */
export const writeTools = (tools: readonly Tool[]): JsonObject[] =>
  tools
    .filter((tool) => tool.hosted === null || isOwn("anthropic", tool))
    .map((tool) =>
      merged(extrasFor("anthropic", tool), {
        type: tool.hosted ?? undefined,
        name: tool.name === "" ? undefined : tool.name,
        description: tool.description ?? undefined,
        input_schema: tool.isPlain ? plainSchema : (tool.schema ?? undefined),
        strict: tool.isStrict ?? undefined,
        cache_control: writeMark(tool),
      }),
    );

/** Which tools may be called; null where it is said in words that are not ours. */
export const readToolChoice = (value: unknown): ToolChoice | null => {
  if (!isObject(value)) return null;
  const fields = fieldsOf(value);
  const mode = fields.taken((type) => modes.get(type) ?? null, "type");
  const isOneAtATime = fields.flag("disable_parallel_tool_use");
  const name = fields.text("name");
  if (mode === null) return null;
  const isParallel = isOneAtATime === null ? null : !isOneAtATime;
  return { mode, name, isParallel, extras: fields.left(), origin: originAt(["tool_choice"]) };
};

const modes: ReadonlyMap<unknown, ToolChoice["mode"]> = new Map([
  ["auto", "auto"],
  ["none", "none"],
  ["any", "required"],
  ["tool", "named"],
]);

/** A choice of tools in Anthropic's words. */
export const writeToolChoice = (choice: ToolChoice): JsonObject => {
  const [type] = [...modes].find(([, mode]) => mode === choice.mode) ?? ["auto"];
  return merged(extrasFor("anthropic", choice), {
    type,
    name: choice.name ?? undefined,
    disable_parallel_tool_use: choice.isParallel === null ? undefined : !choice.isParallel,
  });
};
