import type { VendorError } from "../../core/answer.ts";
import type { Chat } from "../../core/chat.ts";
import type { Dialect } from "../../core/dialect.ts";
import { ProxyError } from "../../core/errors.ts";
import type { AnswerSetting, AnswerTranslation, Names, VendorFailure } from "../../core/translation.ts";
import { isObject, parsedJson } from "../../lib/json.ts";
import { translatedHeaders } from "./headers.ts";
import { streamTranslation } from "./stream.ts";

/** The way back: from the vendor's format into the client's. */
export type Way = {
  readonly from: Dialect;
  readonly to: Dialect;
  /** Whose seals are in the answer. */
  readonly provider: string;
  /** What the client has asked: some of it says how it wants its answer. */
  readonly chat: Chat;
  /** The client's tools by their names there, where the client knows them in another way. */
  readonly names?: Names;
  readonly setting: AnswerSetting;
};

/** What turns answers of this way round. */
export const translateAnswer = (way: Way): AnswerTranslation => {
  const { from, to, setting } = way;
  return {
    headers: translatedHeaders,
    streamType: "text/event-stream; charset=utf-8",
    whole: (body) => to.writeAnswer(from.readAnswer(body)),
    wholeAsStream: () => "",
    stream: () => streamTranslation(way),
    failure: (failure) => {
      const { message } = vendorErrorIn(failure, from);
      return { ...to.writeError(new ProxyError("internal", message), setting.requestId), status: failure.status };
    },
  };
};

const vendorErrorIn = ({ text }: VendorFailure, from: Dialect): VendorError => {
  const json = parsedJson(text);
  return (isObject(json) ? from.readFailure(json) : null) ?? { type: null, message: text };
};
