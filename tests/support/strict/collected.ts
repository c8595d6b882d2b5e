import { isObject, type JsonObject, listIn, objectIn, parsedJson } from "../../../src/lib/json.ts";

/** Problems as they are found; `when` says that there is one. */
export type Finding = {
  readonly when: (isWrong: boolean, what: string) => void;
  readonly found: () => readonly string[];
};

/** An empty collection. */
export const finding = (): Finding => {
  const problems: string[] = [];
  return { when: (isWrong, what) => void (isWrong && problems.push(what)), found: () => problems };
};

/** The objects in a list. */
export const objects = (list: unknown): readonly JsonObject[] => listIn(list).filter(isObject);

/** The same ids, each once. */
export const isOnce = (ids: readonly unknown[]): boolean => new Set(ids).size === ids.length;

/** Whether a text is the JSON of an object. */
export const isJsonObject = (text: unknown): boolean => typeof text === "string" && isObject(parsedJson(text));

/** Whether something is a text that says something. */
export const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";

/** A source of media, wherever its format has it. */
export const isDataUrl = (url: unknown): boolean =>
  typeof url === "string" && /^(https?:|data:[\w.+-]+\/[\w.+-]+;base64,)/.test(url);

export { isObject, listIn, objectIn };
