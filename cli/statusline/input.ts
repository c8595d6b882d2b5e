import { isObject, numberOrNull, objectIn, parsedJson } from "../../src/lib/json.ts";

/** What a tool says of itself on standard input; null = it does not say. */
export type Caller = {
  /** The name that it has for its conversation. */
  readonly session: string | null;
  readonly model: string | null;
  /** How full the model's context is, from 0 to 1. */
  readonly contextShare: number | null;
};

/** More is no tool's word on itself. */
const maxLength = 1_000_000;

/** What comes on standard input within so long, until it is whole JSON or ends; nothing where it cannot be read, such as a folder. */
export const toldOnInput = async (input: () => ReadableStream<Uint8Array>, limitMs: number): Promise<string> => {
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => late.resolve(null), limitMs);
  const decoder = new TextDecoder();
  let text = "";
  try {
    const reader = input().getReader();
    while (text.length < maxLength) {
      const read = await Promise.race([reader.read(), late.promise]);
      if (read === null || read.done) return text;
      text += decoder.decode(read.value, { stream: true });
      if (text.trimEnd().endsWith("}") && parsedJson(text) !== undefined) return text;
    }
    return "";
  } catch {
    return "";
  } finally {
    clearTimeout(timer);
  }
};

/** Reads what Claude Code says (its documentation of the status line); of anything else nothing is known. */
export const calledBy = (text: string): Caller => {
  const said = text === "" ? null : parsedJson(text);
  if (!isObject(said)) return { session: null, model: null, contextShare: null };
  const { session_id: session, model, context_window: context } = said;
  const percent = numberOrNull(objectIn(context)["used_percentage"]);
  return {
    session: typeof session === "string" && session !== "" ? session : null,
    model: isObject(model) && typeof model["display_name"] === "string" ? model["display_name"] : null,
    contextShare: percent !== null && percent >= 0 ? percent / 100 : null,
  };
};
