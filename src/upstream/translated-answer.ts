import { ProxyError } from "../core/errors.ts";
import type { Exchange } from "../core/exchange.ts";
import type { AnswerTranslation, Loss } from "../core/translation.ts";
import { isObject, parsedJson } from "../lib/json.ts";
import { unpacked } from "../lib/unpacked.ts";
import type { Reading } from "./reading.ts";

/** A larger answer is read by nobody as a whole. */
export const mostTranslated = 64 * 1024 * 1024;

/** An answer as the client gets it. */
export type Told = {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** What the vendor asks the client to wait, in milliseconds, where it has said so in no header; null = nothing. */
  readonly retryAfterMs: number | null;
};

/** What a vendor has answered as a whole, in the client's words: an answer, or an error whatever its status says. */
export const translatedAnswer = (
  { status, headers }: Pick<Response, "status" | "headers">,
  bytes: Uint8Array,
  translation: AnswerTranslation,
  wantsStream: boolean,
): Told => {
  const plain = unpacked(bytes, headers.get("content-encoding"), mostTranslated);
  const text = plain === null ? "" : new TextDecoder().decode(plain);
  const json = parsedJson(text);
  const isAnswer = status < 300 && isObject(json) && !isFailure(json);
  if (!isAnswer) {
    const failure = translation.failure({ status, headers, text });
    const { body, retryAfterMs = null } = failure;
    return { status: failure.status, contentType: "application/json", body, retryAfterMs };
  }
  return wantsStream
    ? { status, contentType: translation.streamType, body: translation.wholeAsStream(json), retryAfterMs: null }
    : { status, contentType: "application/json", body: JSON.stringify(translation.whole(json)), retryAfterMs: null };
};

/** Some vendors say what went wrong in the place of an answer, with a status that says that all is well. */
const isFailure = (json: Readonly<Record<string, unknown>>): boolean =>
  isObject(json["error"]) && !["choices", "candidates", "content", "output"].some((name) => name in json);

/** Reads an answer to its end. Throws where it is larger than anything that can be written anew. */
export const collected = async (source: ReadableStream<Uint8Array> | null, expect: () => void): Promise<Uint8Array> => {
  expect();
  if (source === null) return new Uint8Array();
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of source) {
    expect();
    size += piece.length;
    if (size > mostTranslated) {
      throw new ProxyError("answer_too_large", "The answer is too large to be written in the format of the client.", {
        hint: "Ask for a stream, or use an upstream that speaks the client's format.",
      });
    }
    pieces.push(piece);
  }
  const [only] = pieces;
  return pieces.length === 1 && only !== undefined ? only : Buffer.concat(pieces);
};

/** What was lost, for a header: printable, and no longer than a header should be. Null = nothing. */
export const notesOf = (losses: readonly Loss[]): string | null => {
  if (losses.length === 0) return null;
  const told = losses.map(
    ({ rule, what, count, why }) => `${rule}; ${what}=${count}; why="${why.replaceAll('"', "'")}"`,
  );
  const text = told.join(", ").replace(/[^\x20-\x7e]/g, "?");
  return text.length > mostNoted ? `${text.slice(0, mostNoted - 3)}...` : text;
};

const mostNoted = 2000;

/** What the vendor counted, where the client is told something else. */
export const tellInput = (
  headers: Headers,
  notes: Pick<Exchange["notes"], "reported">,
  reading: Pick<Reading, "reported">,
): void => {
  notes.reported = reading.reported(); // it can be taken once
  const tokens = notes.reported?.usage?.inputTokens ?? null;
  if (tokens !== null) headers.set("x-proxy-input-tokens", String(tokens));
};
