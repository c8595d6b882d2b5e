import type { ErrorAnswer } from "../core/dialect.ts";
import { ProxyError } from "../core/errors.ts";
import type { Exchange } from "../core/exchange.ts";
import type { AnswerTranslation, Loss } from "../core/translation.ts";
import { isObject, parsedJson } from "../lib/json.ts";
import { unpacked } from "../lib/unpacked.ts";
import { cutShort } from "./late.ts";
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

/** An answer that is taken whole, whatever it turns out to be. */
export type WholeJob = {
  readonly response: Response;
  readonly translation: AnswerTranslation;
  readonly wantsStream: boolean;
  readonly upstream: string;
  /** The line to the vendor; aborted with the reason where we hang up. */
  readonly line: AbortSignal;
  /** Called before each piece that is waited for. */
  readonly expect: () => void;
  readonly saw: (bytes: Uint8Array) => void;
};

/** Reads it to its end and tells it in the client's words. Throws where it is too large, cut, or no answer at all. */
export const toldWhole = async (job: WholeJob): Promise<Told> => {
  const { response, translation, wantsStream, upstream, line, expect, saw } = job;
  const bytes = await collected(response.body, expect).catch((thrown: unknown) => {
    if (line.aborted) throw line.reason;
    throw thrown instanceof ProxyError ? thrown : cutShort(upstream);
  });
  saw(bytes);
  const told = translatedAnswer(response, bytes, translation, wantsStream);
  if (told === null) throw noAnswer(upstream);
  return told;
};

const noAnswer = (upstream: string): ProxyError =>
  new ProxyError("upstream_bad_json", `Upstream "${upstream}" answered with what is no whole answer in its format.`, {
    hint: "Is the address right? Send the request again, or use an upstream that speaks the client's format.",
  });

/** What a vendor has answered as a whole, in the client's words: an answer, or an error whatever its status says; null = neither. */
export const translatedAnswer = (
  { status, headers }: Pick<Response, "status" | "headers">,
  bytes: Uint8Array,
  translation: AnswerTranslation,
  wantsStream: boolean,
): Told | null => {
  const plain = unpacked(bytes, headers.get("content-encoding"), mostTranslated);
  const text = plain === null ? "" : new TextDecoder().decode(plain);
  const json = parsedJson(text);
  const body = Array.isArray(json) ? json.find(isObject) : json; // Google's streams are lists
  if (status >= 300 || (isObject(body) && translation.isFailure(body)))
    return asJson(translation.failure({ status, headers, text }));
  if (isObject(json) && !bodiless.includes(status)) {
    if (!wantsStream) return asJson({ status, body: JSON.stringify(translation.whole(json)) });
    return { status, contentType: translation.streamType, body: translation.wholeAsStream(json), retryAfterMs: null };
  }
  if (plain === null || !isEvents(text)) return null;
  if (wantsStream)
    return { status, contentType: translation.streamType, body: streamed(plain, translation), retryAfterMs: null };
  const whole = translation.streamAsWhole(text);
  return whole && asJson(whole);
};

const bodiless: readonly number[] = [204, 205];

const asJson = ({ status, body, retryAfterMs }: ErrorAnswer): Told => ({
  ...{ status, contentType: "application/json", body, retryAfterMs: retryAfterMs ?? null },
});

/** A stream under another label, or packed. */
const isEvents = (text: string): boolean => /^\uFEFF?\s*(?:event|data|id|retry)?:/.test(text);

const streamed = (bytes: Uint8Array, translation: AnswerTranslation): string => {
  const stream = translation.stream();
  return Buffer.concat([stream.take(bytes), stream.rest()]).toString();
};

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
