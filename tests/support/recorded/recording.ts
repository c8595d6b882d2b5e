import type { DialectName } from "../../../src/core/dialect-name.ts";
import { isObject, type JsonObject, parsedJson } from "../../../src/lib/json.ts";

/** Where a recording is from: its file below the data folder, with the number of the call where it holds several. */
type Source = {
  readonly name: string;
  readonly dialect: DialectName;
  /** The folder's word for who answered: `mistral`, `zai`, `azure-openai`. */
  readonly provider: string;
};

/** A body that a client has sent. */
export type RecordedRequest = Source & {
  readonly kind: "request";
  readonly path: string;
  readonly body: JsonObject;
};
/** A whole answer. */
export type RecordedAnswer = Source & { readonly kind: "answer"; readonly body: JsonObject };
/** A whole answer that is an error. */
export type RecordedFailure = Source & {
  readonly kind: "failure";
  /** Null where the recording does not tell. */
  readonly status: number | null;
  readonly body: JsonObject;
};
/** A streamed answer, unpacked, as it came. */
export type RecordedStream = Source & {
  readonly kind: "stream";
  readonly contentType: string;
  readonly bytes: Uint8Array;
};

export type Recording = RecordedRequest | RecordedAnswer | RecordedFailure | RecordedStream;

/** The format that a path belongs to, by its end alone: the paths of resellers differ in what is before it. */
export const dialectOfPath = (path: string): DialectName | null => {
  if (path.endsWith("/v1/messages") && !path.includes("/threads/")) return "anthropic";
  if (/:(streamRawPredict|rawPredict)$/.test(path)) return "anthropic";
  if (/\/models\/[^/]+:(generateContent|streamGenerateContent)$/.test(path)) return "gemini";
  if (path.endsWith("/chat/completions")) return "openai-chat";
  if (path.endsWith("/responses")) return "openai-responses";
  return null;
};

/** The format of an answer, or of a streamed event, by its shape. */
export const dialectOfAnswer = (json: unknown): DialectName | null => {
  if (!isObject(json)) return null;
  const { type, object } = json;
  if ("candidates" in json || "promptFeedback" in json || "usageMetadata" in json) return "gemini";
  if (type === "message" && json["role"] === "assistant" && Array.isArray(json["content"])) return "anthropic";
  if (typeof type === "string" && /^(message|content_block)_/.test(type)) return "anthropic";
  if (object === "response" || (typeof type === "string" && type.startsWith("response."))) return "openai-responses";
  if (object === "text_completion") return null;
  const [choice] = Array.isArray(json["choices"]) ? json["choices"] : [];
  return isObject(choice) && ("message" in choice || "delta" in choice) ? "openai-chat" : null;
};

/** Whether a text is the text of an event stream. */
export const isStreamText = (text: string): boolean => /^\s*(event|data|id)?:/.test(text);

/** An answer or a failure; null where the body is neither. */
export const answerOf = (
  source: Source,
  body: unknown,
  status: number | null,
): RecordedAnswer | RecordedFailure | null => {
  if (!isObject(body)) return null;
  const isFailure = (status ?? 200) >= 400 || (isObject(body["error"]) && dialectOfAnswer(body) === null);
  return isFailure ? { ...source, kind: "failure", status, body } : { ...source, kind: "answer", body };
};

/** The stream or the answer that a text is. */
export const answerOfText = (source: Source, text: string, status: number | null): Recording | null => {
  if (isStreamText(text)) return streamOf(source, text);
  const json = parsedJson(text);
  if (!Array.isArray(json)) return answerOf(source, json, status);
  return { ...source, kind: "stream", contentType: "application/json; charset=UTF-8", bytes: bytesOf(text) };
};

export const streamOf = (source: Source, text: string): RecordedStream => ({
  ...source,
  kind: "stream",
  contentType: "text/event-stream; charset=utf-8",
  bytes: bytesOf(text),
});

/** A stream made again of its events, as the vendor frames them. */
export const streamOfEvents = (source: Source, events: readonly string[]): RecordedStream => {
  const framed = events.map((data) => {
    const json = parsedJson(data);
    const type = isObject(json) && typeof json["type"] === "string" ? json["type"] : null;
    if (source.dialect === "gemini") return `data: ${data}\r\n\r\n`;
    return type === null ? `data: ${data}\n\n` : `event: ${type}\ndata: ${data}\n\n`;
  });
  if (source.dialect === "openai-chat" && events.at(-1) !== "[DONE]") framed.push("data: [DONE]\n\n");
  return streamOf(source, framed.join(""));
};

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
