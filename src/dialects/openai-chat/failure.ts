import type { VendorError } from "../../core/answer.ts";
import { isObject, type JsonObject, listIn, objectIn, textOrNull } from "../../lib/json.ts";

/**
 * The error that a body is: OpenAI's `{error: {…}}`, Mistral's `{object: "error", …}` and `{detail: …}`, and those who
 * say it in one string (`{error: "…"}`, `{message: "…", code}`).
 */
export const readFailure = (body: JsonObject): VendorError | null => {
  const { error, detail } = body;
  if (isObject(error)) return { type: typeOf(error), message: messageOf(error) };
  if (typeof error === "string") return { type: typeOf(body), message: error };
  if (body["object"] === "error") return { type: typeOf(body), message: messageOf(body) };
  if (detail !== undefined && !("choices" in body)) return { type: typeOf(body), message: detailOf(detail) };
  return null;
};

const typeOf = (error: JsonObject): string | null =>
  textOrNull(error["type"]) ?? textOrNull(error["status"]) ?? textOrNull(error["code"]);

/** Some say it in an object (Mistral: `{message: {detail: [{msg}]}}`). */
const messageOf = ({ message }: JsonObject): string =>
  typeof message === "string" ? message : detailOf(objectIn(message)["detail"]);

const detailOf = (detail: unknown): string => {
  if (typeof detail === "string") return detail;
  return listIn(detail)
    .map((one) => textOrNull(objectIn(one)["msg"]) ?? "")
    .filter((text) => text !== "")
    .join("; ");
};
