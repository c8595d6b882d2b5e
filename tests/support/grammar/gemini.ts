import { isObject, type JsonObject, listIn, parsedJson } from "../../../src/lib/json.ts";
import { countAt, framesIn, objectAt, rule, textAt } from "./sse.ts";

const reasons = new Set([
  "STOP",
  "MAX_TOKENS",
  "SAFETY",
  "RECITATION",
  "OTHER",
  "BLOCKLIST",
  "PROHIBITED_CONTENT",
  "SPII",
]);

/** Checks a stream against Google's documents: answers in pieces, a reason in the last one of each candidate, or an error. */
export const checkGeminiStream = (text: string): void => checkChunks(framesIn(text, "\r\n").map(({ data }) => data));

/** The same where nobody has asked for events: one list. */
export const checkGeminiList = (text: string): void => {
  const list = parsedJson(text);
  rule(Array.isArray(list), "no list");
  rule(
    text.trim().startsWith("[") && (list.length < 2 || text.includes("}\r\n,\r\n{") || text.includes("},\r\n{")),
    "no chunk a line",
  );
  checkChunks(list.filter(isObject));
};

const checkChunks = (chunks: readonly JsonObject[]): void => {
  const stopped = new Set<unknown>();
  let isOver = false;
  for (const chunk of chunks) {
    rule(!isOver, "something behind an error");
    if ("error" in chunk) {
      const error = objectAt(chunk, "error");
      rule(
        countAt(error, "code") >= 400 && textAt(error, "message") !== "" && textAt(error, "status") !== "",
        "an error that is none",
      );
      isOver = true;
      continue;
    }
    textAt(chunk, "responseId");
    textAt(chunk, "modelVersion");
    for (const candidate of listIn(chunk["candidates"])) {
      rule(isObject(candidate), "a candidate that is no object");
      rule(!stopped.has(candidate["index"]), "a candidate goes on behind its reason");
      if ("finishReason" in candidate) {
        rule(reasons.has(String(candidate["finishReason"])), `finishReason ${String(candidate["finishReason"])}`);
        stopped.add(candidate["index"]);
      }
      const content = candidate["content"];
      if (isObject(content)) for (const part of listIn(content["parts"])) checkPart(part);
    }
    if (isObject(chunk["usageMetadata"]))
      for (const [name, value] of Object.entries(chunk["usageMetadata"]))
        if (typeof value === "number") countAt(chunk["usageMetadata"], name);
  }
  rule(isOver || stopped.size > 0, "the stream has no end");
};

const checkPart = (part: unknown): void => {
  rule(isObject(part), "a part that is no object");
  if ("functionCall" in part) {
    const call = objectAt(part, "functionCall");
    rule(textAt(call, "name") !== "", "a call without a name");
    objectAt(call, "args");
    return;
  }
  if ("inlineData" in part) return;
  textAt(part, "text");
  if ("thoughtSignature" in part)
    rule(/^[A-Za-z0-9+/=]+$/.test(textAt(part, "thoughtSignature")), "a seal that is no base64");
};
