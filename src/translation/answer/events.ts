import type { Answer, ChatEvent } from "../../core/answer.ts";
import type { Block, Citation } from "../../core/chat.ts";
import type { Dialect } from "../../core/dialect.ts";
import { inputText, isPlain } from "../../core/tool-input.ts";
import type { JsonObject } from "../../lib/json.ts";

const plain = { extras: {}, origin: null };

/** A whole answer as the events that it would have come in. */
export const eventsOf = (answer: Answer): readonly ChatEvent[] => {
  const { id, model, extras, origin, usage } = answer;
  const here = { extras: {}, origin };
  return [
    { type: "start", id, model, extras, origin },
    ...answer.candidates.flatMap(({ index, blocks }) => blocks.flatMap((block, at) => blockEvents(block, index, at))),
    ...answer.candidates.flatMap(({ index: candidate, stop }): ChatEvent[] =>
      stop === null ? [] : [{ ...here, type: "stop", candidate, stop }],
    ),
    ...(usage === null ? [] : [{ ...here, type: "usage", usage, anomalies: 0 } as const]),
    { ...here, type: "end" },
  ];
};

/** The same of a body: an answer, or the error that came in its place. */
export const eventsIn = (body: JsonObject, from: Dialect): readonly ChatEvent[] => {
  const error = from.readFailure(body);
  if (error === null) return eventsOf(from.readAnswer(body));
  return [{ type: "error", error, extras: {}, origin: { dialect: from.name, path: [] } }];
};

const blockEvents = (block: Block, candidate: number, number: number): ChatEvent[] => {
  const at = { candidate, block: number };
  const between = pieceOf(block);
  return [
    { ...plain, ...at, type: "block-start", content: emptied(block) },
    ...(between === null ? [] : [{ ...plain, ...at, ...between }]),
    ...citationsOf(block).map(
      (citation): ChatEvent => ({
        ...{ ...plain, ...at, origin: block.origin },
        ...{ type: "citation", citation },
      }),
    ),
    { ...plain, ...at, type: "block-end" },
  ];
};

const pieceOf = (block: Block): { type: "text-delta" | "thinking-delta" | "input-delta"; text: string } | null => {
  if (block.type === "text" || block.type === "refusal") return pieceWith("text-delta", block.text);
  if (block.type === "thinking") return pieceWith("thinking-delta", block.text);
  return block.type === "tool-call" ? pieceWith("input-delta", inputText(block.input)) : null;
};

const pieceWith = <T extends string>(type: T, text: string): { type: T; text: string } | null =>
  text === "" ? null : { type, text };

const citationsOf = (block: Block): readonly Citation[] => (block.type === "text" ? (block.citations ?? []) : []);

const emptied = (block: Block): Block => {
  if (block.type === "tool-call")
    return { ...block, input: isPlain(block.input) ? { text: "", isPlain: true } : { text: "" } };
  if (block.type === "text") {
    const { citations: _later, ...empty } = block;
    return { ...empty, text: "" };
  }
  return "text" in block ? { ...block, text: "" } : block;
};
