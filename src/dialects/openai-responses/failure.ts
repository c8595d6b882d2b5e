import type { VendorError } from "../../core/answer.ts";
import { isObject, type JsonObject, textOrNull } from "../../lib/json.ts";
import { readFailure as readChatFailure } from "../openai-chat/failure.ts";

/** The error that a body is: a response that failed says it inside, everything else as chat completions do. */
export const readFailure = (body: JsonObject): VendorError | null => {
  if (body["object"] !== "response") return readChatFailure(body);
  const { error } = body;
  if (isObject(error)) return { type: textOrNull(error["code"]), message: textOrNull(error["message"]) ?? "" };
  return body["status"] === "failed" ? { type: null, message: "" } : null;
};
