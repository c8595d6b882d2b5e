import { eventStream } from "../../core/stream-form.ts";
import type { AnswerTranslation } from "../../core/translation.ts";
import { type JsonObject, objectIn, parsedJson } from "../../lib/json.ts";
import { eventsIn } from "./events.ts";
import { translatedFailure } from "./failure.ts";
import { translatedHeaders } from "./headers.ts";
import { orderOf } from "./order.ts";
import { streamTranslation, writtenOn } from "./stream.ts";
import { streamAsWhole } from "./stream-as-whole.ts";
import type { Way } from "./way.ts";
import { carriedAnswer } from "./whole.ts";

export type { Way } from "./way.ts";

/** What turns answers of this way round. */
export const translateAnswer = (way: Way): AnswerTranslation => {
  const { from, to, setting } = way;
  const names = { from: from.answerHeaders, to: to.answerHeaders };
  return {
    headers: (vendor) => translatedHeaders(vendor, { ...names, now: setting.now?.() ?? null }),
    streamType: (to.streamForm?.(setting.query) ?? eventStream).contentType,
    isFailure: (body) => from.readFailure(body) !== null,
    whole: (body) => translatedWhole(body, way),
    wholeAsStream: (body) => asStream(body, way),
    stream: () => streamTranslation(way),
    streamAsWhole: (stream) => streamAsWhole(stream, way),
    failure: (failure) => translatedFailure(failure, way),
  };
};

/** A whole answer; an error that came in its place, with a status of success, is one in the client's words. */
const translatedWhole = (body: JsonObject, way: Way): JsonObject => {
  const { from, to, setting } = way;
  if (from.readFailure(body) === null) return to.writeAnswer(carriedAnswer(from.readAnswer(body), way), setting.tell);
  const failure = { status: 200, headers: new Headers(), text: JSON.stringify(body) };
  return objectIn(parsedJson(translatedFailure(failure, way).body));
};

/** The same where the client waits for events. */
const asStream = (body: JsonObject, way: Way): string => {
  const { write, form } = writtenOn(way);
  const order = orderOf(way);
  return write(eventsIn(body, way.from).flatMap((event) => [...order.take(event)])) + form.close();
};
