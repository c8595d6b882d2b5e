import type { ToolCallBlock } from "../../core/chat.ts";
import type { PieceCall } from "../../core/memory.ts";
import { inputJson, inputText } from "../../core/tool-input.ts";
import { objectIn, textOrNull } from "../../lib/json.ts";
import { contentHash } from "./hash.ts";

/** Names that agents have for the argument which says what a call is about, the most telling first. */
const tellingFields = ["command", "cmd", "file_path", "path", "filename", "pattern", "query", "url", "prompt"] as const;

/** Names of the argument that is a file. */
const fileFields = ["file_path", "path", "filename", "target_file", "notebook_path", "relative_path"] as const;

/** A call as it matters for what becomes of its result. */
export const callOf = (block: ToolCallBlock): PieceCall => {
  const input = objectIn(inputJson(block.input));
  const text = inputText(block.input);
  const file = firstText(input, fileFields);
  return {
    id: block.id ?? block.name,
    name: block.name,
    label: shortened(firstText(input, tellingFields) ?? text),
    file,
    does: file === null ? "other" : doing(block.name),
    hash: contentHash(`${block.name}\n${text}`),
  };
};

const firstText = (input: ReturnType<typeof objectIn>, names: readonly string[]): string | null => {
  for (const name of names) {
    const value = textOrNull(input[name]);
    if (value !== null && value !== "") return value;
  }
  return null;
};

const doing = (name: string): PieceCall["does"] => {
  if (/write|edit|patch|replace|insert|create|delete|move|rename/i.test(name)) return "write";
  return /read|view|open|cat|show|get/i.test(name) ? "read" : "other";
};

const maxLabel = 60;

const shortened = (text: string): string => {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length <= maxLabel ? line : `${line.slice(0, maxLabel - 1)}…`;
};
