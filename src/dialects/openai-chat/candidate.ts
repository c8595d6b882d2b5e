import type { ChatEvent } from "../../core/answer.ts";
import type { Block, Citation, Origin, ToolCallBlock } from "../../core/chat.ts";
import { isObject, type JsonObject, listIn, objectIn, textOrNull } from "../../lib/json.ts";
import { restOf } from "../../lib/json-rest.ts";
import { readAnnotations } from "./annotations.ts";
import { readStop } from "./stops.ts";

/** Where the events of a stream are from: it has no places of its own. */
export const here: Origin = { dialect: "openai-chat", path: [] };

type Bare = { readonly extras: JsonObject; readonly origin: Origin };

/** Follows one candidate of a stream from delta to delta. */
export type CandidateReader = {
  readonly delta: (delta: JsonObject) => readonly ChatEvent[];
  readonly finish: (said: string) => readonly ChatEvent[];
  /** Ends the blocks that are still open. */
  readonly close: () => readonly ChatEvent[];
};

/** The deltas of one candidate as blocks. The format does not tell where a block ends: another one begins, or it stops. */
export const candidateReader = (candidate: number, origin: Origin = here): CandidateReader => {
  const bare: Bare = { extras: {}, origin };
  const blocks = openBlocks(candidate, bare);
  const call = callReader(blocks, bare);
  const thinking = (form: string, said: unknown): readonly ChatEvent[] =>
    blocks.text("thinking-delta", form, { ...bare, ...thought, extras: thoughtExtras[form] ?? {} }, said);
  const content = (said: unknown): readonly ChatEvent[] =>
    blocks.text("text-delta", "text", { ...bare, type: "text", text: "" }, said);
  const piece = (part: unknown): readonly ChatEvent[] => {
    if (!isObject(part)) return [];
    if (part["type"] === "thinking")
      return listIn(part["thinking"]).flatMap((one) => thinking("thinking", textIn(one)));
    return part["type"] === "text" ? content(part["text"]) : [];
  };
  return {
    close: blocks.close,
    finish: (said) => [...blocks.close(), { ...bare, type: "stop", candidate, stop: readStop(said) }],
    delta: (delta) => [
      ...thinking(...reasoningIn(delta)),
      ...(Array.isArray(delta["content"]) ? delta["content"].flatMap(piece) : content(delta["content"])),
      ...blocks.cite(readAnnotations(delta["annotations"])),
      ...blocks.text("text-delta", "refusal", { ...bare, type: "refusal", text: "" }, delta["refusal"]),
      ...listIn(delta["tool_calls"]).flatMap((said, position) => (isObject(said) ? call(said, position) : [])),
      ...(isObject(delta["function_call"]) ? call({ function_call: delta["function_call"] }, -1) : []),
    ],
  };
};

/** The blocks of a candidate: a text ends where another block begins, calls end with the answer. */
type OpenBlocks = {
  readonly begin: (form: string, content: Block) => readonly ChatEvent[];
  readonly close: () => readonly ChatEvent[];
  /** Text of one form: goes on with the open block of that form, or begins one; nothing where there is no text. */
  readonly text: (
    type: "text-delta" | "thinking-delta",
    form: string,
    content: Block,
    said: unknown,
  ) => readonly ChatEvent[];
  readonly input: (block: number, text: string) => ChatEvent;
  /** What the open text goes by; nothing where none is open. */
  readonly cite: (citations: readonly Citation[]) => readonly ChatEvent[];
  /** The number of the block that began last. */
  readonly latest: () => number;
};

const openBlocks = (candidate: number, bare: Bare): OpenBlocks => {
  let begun = 0;
  let open: { readonly form: string; readonly block: number } | null = null;
  /** Some send the pieces of several calls by turns, so none ends before the answer does. */
  let calls: number[] = [];
  const ended = (block: number): ChatEvent => ({ ...bare, type: "block-end", candidate, block });
  const closeText = (): readonly ChatEvent[] => {
    const closed = open === null ? [] : [ended(open.block)];
    open = null;
    return closed;
  };
  const close = (): readonly ChatEvent[] => {
    const closed = [...closeText(), ...calls.map(ended)];
    calls = [];
    return closed;
  };
  const begin = (form: string, content: Block): readonly ChatEvent[] => {
    const before = closeText();
    const block = begun++;
    if (content.type === "tool-call") calls.push(block);
    else open = { form, block };
    return [...before, { ...bare, type: "block-start", candidate, block, content }];
  };
  return {
    begin,
    close,
    latest: () => begun - 1,
    input: (block, text) => ({ ...bare, type: "input-delta", candidate, block, text }),
    cite: (citations) => {
      const block = open?.form === "text" ? open.block : null;
      return block === null
        ? []
        : citations.map((citation) => ({ ...bare, type: "citation", candidate, block, citation }));
    },
    text: (type, form, content, said) => {
      if (typeof said !== "string" || said === "") return [];
      const started = open?.form === form ? [] : begin(form, content);
      return [...started, { ...bare, type, candidate, block: open?.block ?? begun - 1, text: said }];
    },
  };
};

/** Follows the calls of tools: their arguments come in pieces, each with the position of its call. */
const callReader = (blocks: OpenBlocks, bare: Bare) => {
  const calls = new Map<unknown, { readonly block: number; readonly id: string | null }>();
  return (said: JsonObject, position: number): readonly ChatEvent[] => {
    const key = said["index"] ?? position;
    const { id, name, input, form } = callIn(said);
    const known = calls.get(key);
    // Some count all of their calls as the first one: a new name with another id is another call.
    const isNew = known === undefined || (name !== "" && id !== null && id !== known.id);
    const started = isNew
      ? blocks.begin("call", { ...bare, ...newCall({ name, id, form }), extras: callExtras(said, form) })
      : [];
    const block = isNew ? blocks.latest() : known.block;
    if (isNew) calls.set(key, { block, id });
    return input === "" ? started : [...started, blocks.input(block, input)];
  };
};

const thought = { type: "thinking", text: "", signature: null, isSealed: false } as const;

/**
 * How a thought was sent where that is not DeepSeek's and z.ai's way: in a part of its own (Mistral), or in the field
 * `reasoning` (Groq, OpenRouter); a null in extras names the field that a value was in.
 */
export const thoughtExtras: Readonly<Record<string, JsonObject>> = {
  thinking: { type: "thinking" },
  reasoning: { reasoning: null },
};

/** The field that the thoughts of a delta are in. */
const reasoningIn = (delta: JsonObject): [form: string, said: unknown] =>
  typeof delta["reasoning_content"] === "string"
    ? ["reasoning_content", delta["reasoning_content"]]
    : ["reasoning", delta["reasoning"]];

const textIn = (part: unknown): unknown => objectIn(part)["text"];

const newCall = ({ name, id, form }: Omit<Call, "input">): Omit<ToolCallBlock, keyof Bare> => ({
  type: "tool-call",
  id,
  name,
  input: form === "custom" ? { text: "", isPlain: true } : { text: "" },
  signature: null,
  isServerSide: false,
});

type Call = { readonly id: string | null; readonly name: string; readonly input: string; readonly form: string };

const callForms = ["function", "custom", "function_call"];

/** What a piece of a tool call says: `function`, OpenAI's `custom` with a text of its own, or the older `function_call`. */
const callIn = (said: JsonObject): Call => {
  const form = callForms.find((one) => isObject(said[one])) ?? "function";
  const { name, arguments: input, input: text } = objectIn(said[form]);
  return { id: textOrNull(said["id"]) || null, name: textOrNull(name) ?? "", input: inputText(input ?? text), form };
};

/** Arguments that somebody sends as JSON instead of its text are put into text. */
const inputText = (input: unknown): string => {
  if (typeof input === "string") return input;
  return isObject(input) ? JSON.stringify(input) : "";
};

const callFields = { index: true, id: true, type: true };
const inputFields = { name: true, arguments: true, input: true };

const callExtras = (said: JsonObject, form: string): JsonObject => ({
  ...(form === "function_call" ? { function_call: null } : {}),
  ...restOf(said, { ...callFields, [form]: inputFields }),
});
