import type { ChatEvent } from "../../core/answer.ts";
import type { Block } from "../../core/chat.ts";
import { inputText } from "../../core/tool-input.ts";
import { type JsonObject, listIn, objectIn, textOrNull } from "../../lib/json.ts";
import { isEmpty, restOf } from "../../lib/json-rest.ts";
import { readAnnotations } from "../openai-chat/annotations.ts";
import { type Blocks, bare, here } from "./block-numbers.ts";
import { besides, changed, itemBlocks } from "./item-blocks.ts";
import { readItem } from "./items.ts";
import { readPart } from "./parts.ts";
import { emptied, wholeItem } from "./whole-item.ts";

/** Follows one item of the output from when it is added until it is done. */
export type ItemReader = {
  readonly added: () => readonly ChatEvent[];
  /** What one of its events means; null = these words have no name for it. */
  readonly read: (type: string, event: JsonObject) => readonly ChatEvent[] | null;
  /** The item as it is in the end. */
  readonly done: (item: JsonObject) => readonly ChatEvent[];
  /** Ends its block, when the stream ends before the item. */
  readonly close: () => readonly ChatEvent[];
};

/** A reader of one item. */
export const itemReader = (item: JsonObject, blocks: Blocks): ItemReader => {
  const { type } = item;
  if (type === "message") return messageReader(item, blocks);
  if (type === "reasoning") return thoughtReader(item, blocks);
  if (type === "function_call" || type === "custom_tool_call") return callReader(item, blocks);
  return otherReader(item, blocks);
};

/** A message: its parts are added, filled and done one after the other. */
const messageReader = (item: JsonObject, blocks: Blocks): ItemReader => {
  const own = itemBlocks(item, blocks, { type: true, role: true, content: true });
  let isFilled = false;
  const delta = (type: "text" | "refusal", event: JsonObject): readonly ChatEvent[] => {
    isFilled = true;
    const started = own.open() === type ? [] : own.begin({ ...bare, type, text: "" });
    return [...started, own.delta({ type: "text-delta", text: textOrNull(event["delta"]) ?? "" }, besides(event))];
  };
  const added = (part: unknown): readonly ChatEvent[] => {
    isFilled = false;
    const block = readPart(part, here);
    return own.begin({ ...emptied(block), extras: partExtras(block, block.type === "unknown") });
  };
  /** Beside the event as it is, which this format alone can write again. */
  const cited = (event: JsonObject): readonly ChatEvent[] => [
    { ...bare, type: "unknown", json: restOf(event, { sequence_number: true }) },
    ...readAnnotations([event["annotation"]]).map((citation) => own.delta({ type: "citation", citation }, {})),
  ];
  const partDone = (part: unknown): readonly ChatEvent[] => {
    const block = readPart(part, here);
    const isText = block.type === "text" || block.type === "refusal";
    const missed = isText && !isFilled && block.text !== "" ? delta(block.type, { delta: block.text }) : [];
    return [...missed, ...own.end(partExtras(block, false))];
  };
  return {
    added: () => [],
    close: () => own.end({}),
    done: (whole) => (own.begun() === 0 ? wholeItem(whole, blocks) : own.end({})),
    read: (type, event) => {
      if (type === "response.output_text.delta") return delta("text", event);
      if (type === "response.refusal.delta") return delta("refusal", event);
      if (type === "response.content_part.added") return added(event["part"]);
      if (type === "response.output_text.annotation.added") return cited(event);
      return type === "response.content_part.done" ? partDone(event["part"]) : null;
    },
  };
};

const partExtras = ({ extras }: Block, isMarked: boolean): JsonObject => {
  const beside = besides(extras);
  return isEmpty(beside) && !isMarked ? {} : { content: [beside] };
};

const thought = { ...bare, type: "thinking", text: "", signature: null, isSealed: false } as const;

/** A thought: one block from when it is added, another one for each further part. */
const thoughtReader = (item: JsonObject, blocks: Blocks): ItemReader => {
  const own = itemBlocks(item, blocks, { type: true, summary: true, content: true, encrypted_content: true });
  let isFilled = false;
  const delta = (event: JsonObject, form: JsonObject): readonly ChatEvent[] => {
    isFilled = true;
    const text = textOrNull(event["delta"]) ?? "";
    return text === "" ? [] : [own.delta({ type: "thinking-delta", text }, { ...besides(event), ...form })];
  };
  const part = (): readonly ChatEvent[] => {
    const events = isFilled ? own.begin(thought) : [];
    isFilled = false;
    return events;
  };
  /** What a vendor that sends no deltas tells in the end. */
  const missed = (whole: JsonObject): readonly ChatEvent[] =>
    isFilled || own.begun() > 1
      ? []
      : [...listIn(whole["summary"]), ...listIn(whole["content"])].flatMap((one) => [
          ...part(),
          ...delta({ delta: objectIn(one)["text"] }, {}),
        ]);
  const sealed = ({ encrypted_content: signature }: JsonObject): readonly ChatEvent[] =>
    typeof signature === "string" ? [own.delta({ type: "signature", signature }, {})] : [];
  return {
    added: () => own.begin(thought),
    close: () => own.end({}),
    done: (whole) => [...missed(whole), ...sealed(whole), ...own.end(own.changes(whole))],
    read: (type, event) => {
      if (type === "response.reasoning_summary_text.delta") return delta(event, {});
      if (type === "response.reasoning_text.delta") return delta(event, { content: [{}] });
      if (type === "response.content_part.done") return [];
      const isPart = type === "response.reasoning_summary_part.added" || type === "response.content_part.added";
      return isPart ? part() : null;
    },
  };
};

/** A call of a tool: its arguments come in pieces. */
const callReader = (item: JsonObject, blocks: Blocks): ItemReader => {
  const own = itemBlocks(item, blocks, { type: true, call_id: true, name: true, arguments: true, input: true });
  const [call] = readItem(item, here);
  let isFilled = false;
  const input = (text: string, extras: JsonObject): readonly ChatEvent[] => {
    isFilled ||= text !== "";
    return text === "" ? [] : [own.delta({ type: "input-delta", text }, extras)];
  };
  return {
    added: () => {
      if (call === undefined) return [];
      return own.begin({ ...emptied(call), extras: {} });
    },
    close: () => own.end({}),
    done: (whole) => {
      const [last] = readItem(whole, here);
      const missed = !isFilled && last?.type === "tool-call" ? input(inputText(last.input), {}) : [];
      return [...missed, ...own.end(own.changes(whole))];
    },
    read: (type, event) => {
      if (type !== "response.function_call_arguments.delta" && type !== "response.custom_tool_call_input.delta")
        return null;
      return input(textOrNull(event["delta"]) ?? "", besides(event));
    },
  };
};

/** An item that these words have no name for: it begins as it was added and ends with what has changed since. */
const otherReader = (item: JsonObject, blocks: Blocks): ItemReader => {
  const own = itemBlocks({}, blocks, {});
  const contents = readItem(item, here);
  return {
    added: () => contents.flatMap((content) => own.begin(content)),
    close: () => own.end({}),
    done: (whole) => own.end(changed(item, whole)),
    read: () => null,
  };
};
