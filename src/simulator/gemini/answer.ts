import type { Block, Stop } from "../conversation.ts";
import { failureBody } from "../delivery/failure-body.ts";
import { type Answer, type Frame, frame, lastFrame } from "../format.ts";
import { isObject, type JsonObject, objectIn } from "../json-view.ts";
import type { Refusal } from "../refusal.ts";
import { tokenPieces, tokensIn, tokensInJson } from "../tokens.ts";

/** A whole Gemini answer, pretty-printed as Google does. */
export const geminiWhole = (answer: Answer): string => {
  const { reply } = answer;
  const parts = reply.blocks.flatMap((block, index) => wholeParts(block, index, answer));
  const candidate = { content: { parts, role: "model" }, finishReason: finishReasons[reply.stop.reason], index: 0 };
  const message = reply.stop.reason === "tool" ? { finishMessage: "Model generated function call(s)." } : {};
  return `${JSON.stringify(chunk([{ ...candidate, ...message }], billedOutput(reply.blocks), answer), null, 2)}\n`;
};

/** The chunks of a streamed Gemini answer: server-sent events with CRLF, or the items of one JSON array. */
export function* geminiFrames(answer: Answer): Generator<Frame> {
  const chunks = [...streamedChunks(answer)];
  for (const [at, json] of chunks.entries()) {
    const isLast = at === chunks.length - 1;
    const text = answer.sse ? sseText(json) : arrayText(json, at === 0, isLast);
    yield isLast ? lastFrame(text) : frame(text);
  }
}

/** An error inside a stream that began well: the error body takes the place of a chunk. */
export const geminiErrorFrame = (refusal: Refusal, requestId: string, sse: boolean): Frame => {
  const error = objectIn(JSON.parse(failureBody("google", refusal, requestId)));
  return lastFrame(sse ? sseText(error) : arrayText(error, false, true));
};

const sseText = (json: JsonObject): string => `data: ${spaced(json)}\r\n\r\n`;

const arrayText = (json: JsonObject, isFirst: boolean, isLast: boolean): string =>
  `${isFirst ? "[" : ",\r\n"}${JSON.stringify(json, null, 2)}\n${isLast ? "]\n" : ""}`;

/** Google's one-line JSON: a space after each colon, none after commas. */
const spaced = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(spaced).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, item]) => `${JSON.stringify(name)}: ${spaced(item)}`)
    .join(",")}}`;
};

function* streamedChunks(answer: Answer): Generator<JsonObject> {
  const { blocks, stop } = answer.reply;
  const done: Block[] = [];
  for (const [index, block] of blocks.entries()) {
    for (const piece of streamedPieces(block, index, answer)) {
      const parts = piece.parts;
      yield chunk([{ content: { parts, role: "model" }, index: 0 }], billedOutput([...done, ...piece.soFar]), answer);
    }
    done.push(block);
  }
  const end = { content: { parts: [{ text: "" }], role: "model" }, finishReason: finishReasons[stop.reason], index: 0 };
  yield chunk([end], billedOutput(blocks), answer);
}

type Piece = { readonly parts: readonly JsonObject[]; readonly soFar: readonly Block[] };

const streamedPieces = (block: Block, index: number, answer: Answer): readonly Piece[] => {
  if (block.type === "tool") return [{ parts: wholeParts(block, index, answer), soFar: [block] }];
  if (block.type === "thinking" && answer.ask.thinking !== "shown") return [];
  const pieces = tokenPieces(block.text, 8);
  return pieces.map((text, at) => ({
    parts: [block.type === "thinking" ? { text, thought: true } : { text }],
    soFar: [{ type: block.type, text: pieces.slice(0, at + 1).join("") }],
  }));
};

const finishReasons: { readonly [reason in Stop["reason"]]: string } = {
  end: "STOP",
  tool: "STOP",
  length: "MAX_TOKENS",
  sequence: "STOP",
};

type Output = { readonly visible: number; readonly thoughts: number };

const billedOutput = (blocks: readonly Block[]): Output => ({
  visible: sum(blocks, (block) =>
    block.type === "text"
      ? tokensIn(block.text)
      : block.type === "tool"
        ? tokensIn(block.tool.name) + tokensInJson(block.input)
        : 0,
  ),
  thoughts: sum(blocks, (block) => (block.type === "thinking" ? tokensIn(block.text) : 0)),
});

const sum = (blocks: readonly Block[], cost: (block: Block) => number): number =>
  blocks.reduce((total, block) => total + cost(block), 0);

const chunk = (
  candidates: readonly JsonObject[],
  { visible, thoughts }: Output,
  { reply, ask, ids }: Answer,
): JsonObject => {
  const { inputTokens, cachedTokens } = reply.bill;
  const cached = {
    cachedContentTokenCount: cachedTokens,
    cacheTokensDetails: [{ modality: "TEXT", tokenCount: cachedTokens }],
  };
  return {
    candidates,
    usageMetadata: {
      promptTokenCount: inputTokens,
      candidatesTokenCount: visible,
      totalTokenCount: inputTokens + visible + thoughts,
      ...(cachedTokens > 0 ? cached : {}),
      promptTokensDetails: [{ modality: "TEXT", tokenCount: inputTokens }],
      ...(ask.thinking === "off" ? {} : { thoughtsTokenCount: thoughts }),
    },
    modelVersion: ask.model,
    responseId: ids.letters("response", 22),
  };
};

/** The first call after a thought carries the thought's signature; Gemini 3 also numbers its calls. */
const wholeParts = (block: Block, index: number, { ask, reply, ids }: Answer): readonly JsonObject[] => {
  if (block.type === "text") return [{ text: block.text }];
  if (block.type === "thinking") return ask.thinking === "shown" ? [{ text: block.text, thought: true }] : [];
  const isFirstCall = reply.blocks.findIndex((other) => other.type === "tool") === index;
  const id = ask.model.startsWith("gemini-3") ? { id: ids.letters(`tool${index}`, 8).toLowerCase() } : {};
  const signed = isFirstCall && ask.thinking !== "off" ? { thoughtSignature: ids.sealed("thought", 240) } : {};
  return [{ functionCall: { name: block.tool.name, args: block.input, ...id }, ...signed }];
};
