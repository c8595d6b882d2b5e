import { isObject, type JsonObject, listIn } from "../../json-view.ts";
import { tokenPieces, tokensIn, tokensInJson, visibleTokens } from "../../tokens.ts";
import { type Beginning, beginningsOf, type Step } from "./beginnings.ts";

/** The smallest beginning that is kept, and the size by which longer ones grow (OpenAI docs, prompt caching). */
const leastTokens = 1024;
const stepTokens = 128;

/**
 * The beginnings of a prompt that vendors keep without being asked: from 1,024 tokens on in steps of 128, wherever in
 * the text such a step may end.
 */
export const countedBeginnings = (json: JsonObject, salt: string): readonly Beginning[] =>
  beginningsOf(inSteps(piecesOf(json)), salt).filter(
    ({ tokens }) => tokens >= leastTokens && tokens % stepTokens === 0,
  );

const piecesOf = (json: JsonObject): readonly Step[] => {
  const system = json.systemInstruction ?? json.system_instruction ?? json.instructions;
  const parts = [system, json.messages, json.contents, json.input].flatMap((part) =>
    Array.isArray(part) ? part : part === undefined || part === null ? [] : [part],
  );
  const tools = listIn(json.tools).map((tool) => ({ text: JSON.stringify(tool), tokens: tokensInJson(tool) }));
  return [...tools, ...parts.flatMap(stepsIn)];
};

/** A message in pieces: its plain texts, which may end anywhere, and all around them as one. */
const stepsIn = (part: unknown): readonly Step[] => {
  const texts = plainTexts(part);
  const around = JSON.stringify(part, (name, item: unknown) =>
    name === "cache_control" || (typeof item === "string" && texts.includes(item)) ? undefined : item,
  );
  const told = texts.map((text) => ({ text, tokens: tokensIn(text) }));
  const tokens = visibleTokens(part) - told.reduce((sum, text) => sum + text.tokens, 0);
  return [...told.slice(0, -1), { text: around ?? "", tokens }, ...told.slice(-1)];
};

const plainTexts = (part: unknown): readonly string[] => {
  if (typeof part === "string") return [part];
  if (!isObject(part)) return [];
  if (typeof part.content === "string") return [part.content];
  const parts = [...listIn(part.content), ...listIn(part.parts)].filter(isObject);
  return parts.flatMap(({ text }) => (typeof text === "string" ? [text] : []));
};

/** The same pieces, cut where the sum of all tokens so far is a multiple of a step. */
const inSteps = (pieces: readonly Step[]): readonly Step[] => {
  let sum = 0;
  return pieces.flatMap((piece) => {
    const first = (stepTokens - (sum % stepTokens)) % stepTokens || stepTokens;
    sum += piece.tokens;
    if (piece.tokens < first) return [piece];
    return tokensIn(piece.text) === piece.tokens ? cutByWords(piece, first) : cutEvenly(piece, first);
  });
};

const cutByWords = ({ text }: Step, first: number): readonly Step[] => {
  const head = tokenPieces(text, first)[0] ?? "";
  const rest = tokenPieces(text.slice(head.length), stepTokens);
  return [head, ...rest].map((one) => ({ text: one, tokens: tokensIn(one) }));
};

/** Of what is no plain text alone, such as what a tool gave, each token is taken to be as long as any other. */
const cutEvenly = ({ text, tokens }: Step, first: number): readonly Step[] => {
  const cuts = Array.from({ length: Math.ceil((tokens - first) / stepTokens) }, (_, at) => first + at * stepTokens);
  const placeOf = (end: number): number => Math.round((text.length * end) / tokens);
  return [...cuts, tokens].map((end, at) => {
    const start = cuts[at - 1] ?? 0;
    return { text: text.slice(placeOf(start), placeOf(end)), tokens: end - start };
  });
};
