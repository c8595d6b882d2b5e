import type { VendorError } from "../../core/answer.ts";
import { isObject, type JsonObject, textOrNull } from "../../lib/json.ts";
import { errorIn, readFailure as readChatFailure } from "../openai-chat/failure.ts";

/** The error that a body is: a response that failed says it inside, everything else as chat completions do. */
export const readFailure = (body: JsonObject): VendorError | null => {
  if (body["object"] !== "response") return readChatFailure(body);
  const { error } = body;
  if (isObject(error)) return errorIn(error, textOrNull(error["message"]) ?? "", textOrNull(error["code"]));
  return body["status"] === "failed" ? errorIn({}, "") : null;
};
