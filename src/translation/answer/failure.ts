import type { VendorError } from "../../core/answer.ts";
import type { Dialect, ErrorAnswer } from "../../core/dialect.ts";
import type { ErrorKind } from "../../core/errors.ts";
import type { VendorFailure } from "../../core/translation.ts";
import { kindAt, statusOf, vendorError } from "../../core/vendor-error.ts";
import { isObject, type JsonObject, listIn, parsedJson, textOrNull } from "../../lib/json.ts";
import { redacted } from "../../lib/redact.ts";
import { readRetryAfter } from "../../lib/retry-after.ts";
import type { Way } from "./way.ts";

/** A vendor's error answer in the client's words, with what its status tells. */
export const translatedFailure = (failure: VendorFailure, { from, to, setting }: Way): ErrorAnswer => {
  const said = errorIn(failure.text, from);
  const isError = failure.status >= 400;
  const kind = isError ? kindAt(failure.status, said.kind) : said.kind;
  const status = isError ? failure.status : statusOf(kind); // an error that came with 200 gets its own
  const inHeader = readRetryAfter(failure.headers, setting.now?.() ?? 0);
  const retryAfterMs = inHeader ?? said.retryAfterMs ?? null;
  const head = { status, requestId: setting.requestId, retryAfterMs };
  const answer = to.writeFailure(speakable({ ...said, kind }, status), head);
  return inHeader === null && retryAfterMs !== null ? { ...answer, retryAfterMs } : answer;
};

/** An error with a sentence in it, and without a key. */
export const speakable = (error: VendorError, status: number | null): VendorError => {
  const message = error.message.trim();
  if (message !== "") return { ...error, message: redacted(error.message) };
  const word = error.type === null ? "" : ` of type ${error.type}`;
  const what = status === null ? `an error${word}` : `status ${status}${word === "" ? "" : ` and an error${word}`}`;
  return { ...error, message: `The upstream answered with ${what} and no message.` };
};

/** What a body says, whatever it is: an error of the format, of another one, a plain sentence, or nothing that people could read. */
const errorIn = (text: string, from: Dialect): VendorError => {
  const json = parsedJson(text);
  const body = Array.isArray(json) ? listIn(json).find(isObject) : json; // Google's streams are lists
  if (isObject(body)) return from.readFailure(body) ?? ofAnyObject(body);
  const isSentence = json === undefined && !/^\s*[<{[]/.test(text) && text.trim().length <= longestSentence;
  return vendorError({ type: null, message: isSentence ? text.trim() : "" }, noWords);
};

/** A longer text is a page. */
const longestSentence = 2_000;

const noWords: ReadonlyMap<string, ErrorKind> = new Map();

/** What gateways say in formats of nobody: `{"message": "…"}`, `{"msg": "…"}`. */
const ofAnyObject = (body: JsonObject): VendorError => {
  const message = [body["message"], body["msg"], body["error_description"]].map(textOrNull).find((one) => one !== null);
  return vendorError({ type: null, message: message ?? "" }, noWords);
};
