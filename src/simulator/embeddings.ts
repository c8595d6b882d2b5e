import type { Vendor } from "./format.ts";
import { type Ids, noise } from "./ids.ts";
import { type JsonObject, listIn, numberIn, textIn } from "./json-view.ts";
import { Refusal } from "./refusal.ts";
import { tokenPieces, tokensIn } from "./tokens.ts";

/** The answer to an embeddings request (https://platform.openai.com/docs/api-reference/embeddings) and what it costs. */
export type Embedded = { readonly body: string; readonly inputTokens: number };

/** Embeds texts or token lists: texts that share words get similar vectors, the same text always the same one. */
export const embed = (json: JsonObject, vendor: Vendor, ids: Ids): Embedded => {
  const model = textIn(json.model);
  if (model === "")
    throw new Refusal(400, "Missing required parameter: 'model'.", {
      param: "model",
      code: "missing_required_parameter",
    });
  const inputs = inputsIn(json.input);
  const size = numberIn(json.dimensions) ?? numberIn(json.output_dimension) ?? sizeOf(model);
  if (!Number.isInteger(size) || size < 1 || size > maxSize)
    throw new Refusal(400, `Invalid value for 'dimensions' = ${size}.`, { param: "dimensions" });
  const data = inputs.map((words, index) => {
    const vector = vectorOf(words, size);
    return {
      object: "embedding",
      index,
      embedding: json.encoding_format === "base64" ? base64Of(vector) : [...vector],
    };
  });
  const inputTokens = inputs.reduce((sum, words) => sum + words.length, 0);
  const usage = { prompt_tokens: inputTokens, total_tokens: inputTokens };
  const list = { object: "list", data, model, usage };
  if (vendor === "mistral") return { body: JSON.stringify({ id: ids.hex("embedding", 32), ...list }), inputTokens };
  return { body: `${JSON.stringify(list, null, 2)}\n`, inputTokens };
};

const maxSize = 4096;

const sizeOf = (model: string): number => (/large/.test(model) ? 3072 : /mistral|codestral/.test(model) ? 1024 : 1536);

/** One text, several texts, one list of token numbers or several of them, each as its list of words. */
const inputsIn = (input: unknown): readonly (readonly string[])[] => {
  const items = typeof input === "string" ? [input] : listIn(input);
  if (items.length === 0)
    throw new Refusal(400, "Missing required parameter: 'input'.", {
      param: "input",
      code: "missing_required_parameter",
    });
  if (items.every((item) => typeof item === "number")) return [items.map(String)];
  return items.map((item) => (typeof item === "string" ? wordsOf(item) : listIn(item).map(String)));
};

const wordsOf = (text: string): readonly string[] =>
  tokensIn(text) === 0 ? [] : tokenPieces(text, 1).map((piece) => piece.trim().toLowerCase());

/** Each word pushes sixteen places of the vector up or down; the sum is brought to length one. */
const vectorOf = (words: readonly string[], size: number): Float32Array => {
  const vector = new Float32Array(size);
  for (const word of words.length === 0 ? [""] : words) {
    const bytes = new DataView(noise(`word/${word}`, 64).slice().buffer);
    for (let at = 0; at < 64; at += 4) {
      const place = (bytes.getUint32(at) >>> 1) % size;
      vector[place] = (vector[place] ?? 0) + (bytes.getUint8(at + 3) % 2 === 0 ? 1 : -1);
    }
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
};

const base64Of = (vector: Float32Array): string =>
  Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString("base64");
