import type { Tool } from "../../../core/chat.ts";
import type { JsonObject } from "../../../lib/json.ts";

/** A tool that the client runs and Anthropic's models know by its type, described for a model that does not; null = it is none. */
export const knownTool = ({ extras, name, origin, hosted }: Tool): Tool | null => {
  const type = hosted === null && typeof extras["type"] === "string" ? extras["type"] : "";
  const known = descriptions.find(({ shape }) => shape.test(type));
  if (known === undefined) return null;
  const { description, schema } = known;
  return { name, description, schema, isPlain: false, isStrict: null, hosted: null, extras: {}, origin };
};

const text = { type: "string" };

/** platform.claude.com: bash tool, text editor tool. */
const descriptions: readonly { readonly shape: RegExp; readonly description: string; readonly schema: JsonObject }[] = [
  {
    shape: /^bash_/,
    description: "Runs a command in a shell that stays open from call to call, and gives what it prints.",
    schema: {
      type: "object",
      properties: {
        command: { ...text, description: "The command to run; needed unless the shell is restarted." },
        restart: { type: "boolean", description: "Starts the shell anew." },
      },
    },
  },
  {
    shape: /^text_editor_/,
    description: "Looks at files and folders, and creates and changes text files.",
    schema: {
      type: "object",
      properties: {
        command: { ...text, enum: ["view", "create", "str_replace", "insert"] },
        path: { ...text, description: "The file or folder." },
        view_range: { type: "array", items: { type: "integer" }, description: "view: the first and the last line." },
        file_text: { ...text, description: "create: the whole text." },
        old_str: { ...text, description: "str_replace: the text to replace; it must be there exactly once." },
        new_str: { ...text, description: "str_replace: what takes its place." },
        insert_line: { type: "integer", description: "insert: the line after which it goes; 0 = at the top." },
        insert_text: { ...text, description: "insert: the text." },
      },
      required: ["command", "path"],
    },
  },
];
