import type { Origin, ToolCallBlock, ToolInput } from "../../core/chat.ts";
import type { DialectName } from "../../core/dialect-name.ts";
import { extrasFor } from "../../core/extras.ts";
import { below } from "../../core/origin.ts";
import { inputText, isPlain } from "../../core/tool-input.ts";
import { merged } from "../../lib/fields.ts";
import { isObject, type JsonObject, listIn, objectIn, textOrNull } from "../../lib/json.ts";
import { present, restOf } from "../../lib/json-rest.ts";

/** The calls of tools in a message: `tool_calls`, and the older `function_call`, which has no id. */
export const readCalls = (message: JsonObject, origin: Origin): readonly ToolCallBlock[] => {
  const { tool_calls: calls, function_call: older } = message;
  const several = listIn(calls).flatMap((call, position) =>
    isObject(call) ? [readCall(call, below(origin, "tool_calls", position))] : [],
  );
  if (!isObject(older)) return several;
  const block = callOf({ ...older }, null, below(origin, "function_call"));
  return [...several, { ...block, extras: { function_call: null, ...restOf(older, { name: true, arguments: true }) } }];
};

const readCall = (call: JsonObject, origin: Origin): ToolCallBlock => {
  const isCustom = isObject(call["custom"]);
  const form = isCustom ? "custom" : "function";
  const block = callOf(objectIn(call[form]), textOrNull(call["id"]), origin);
  const rest = restOf(call, { id: true, type: true, [form]: { name: true, arguments: true, input: true } });
  return { ...block, input: isCustom ? plain(block.input) : block.input, extras: rest };
};

const plain = (input: ToolInput): ToolInput => ("text" in input ? { text: input.text, isPlain: true } : input);

const callOf = (said: JsonObject, id: string | null, origin: Origin): ToolCallBlock => {
  const input = said["arguments"] ?? said["input"] ?? "";
  return {
    type: "tool-call",
    id,
    name: textOrNull(said["name"]) ?? "",
    input: typeof input === "string" ? { text: input } : { json: input },
    signature: null,
    isServerSide: false,
    extras: {},
    origin,
  };
};

/** The fields of a message that hold these calls. What the vendor ran itself is nobody's to run here. */
export const writeCalls = (blocks: readonly ToolCallBlock[], dialect: DialectName): JsonObject => {
  const calls = blocks.filter(({ isServerSide }) => !isServerSide);
  const isOlder = (block: ToolCallBlock): boolean => "function_call" in extrasFor(dialect, block);
  const several = calls.filter((block) => !isOlder(block)).map((block) => writeCall(block, dialect));
  const older = calls.find(isOlder);
  const { function_call: _form, ...rest } = older === undefined ? {} : extrasFor(dialect, older);
  return present({
    tool_calls: several.length === 0 ? null : several,
    function_call: older && merged(rest, { name: older.name, arguments: inputText(older.input) }),
  });
};

const writeCall = (block: ToolCallBlock, dialect: DialectName): JsonObject => {
  const extras = extrasFor(dialect, block);
  const { name } = block;
  const input = inputText(block.input);
  const said = isPlain(block.input)
    ? { type: "custom", custom: { name, input } }
    : { type: "function", function: { name, arguments: input } };
  return merged(extras, present({ id: block.id, ...said }));
};
