import { isObject, type JsonObject, listIn, objectIn, textIn } from "../json-view.ts";
import { Refusal } from "../refusal.ts";
import { checkParts, checkTurns } from "./parts.ts";
import { checkSettings } from "./settings.ts";

/** Fields of a request in the spelling of the documents; the vendor takes them with underscores as well. */
const fields: ReadonlySet<string> = new Set([
  ...["contents", "systemInstruction", "tools", "toolConfig", "safetySettings", "generationConfig", "cachedContent"],
  ...["model", "labels", "store", "serviceTier"],
]);

/** Refuses contents that Google would refuse, in its shape. */
export const checkContents = (json: JsonObject): void => {
  const unknown = Object.keys(json).find((name) => !fields.has(inCamelCase(name)));
  if (unknown !== undefined)
    throw new Refusal(400, `Invalid JSON payload received. Unknown name "${unknown}": Cannot find field.`);
  const contents = listIn(json.contents).map(objectIn);
  if (contents.length === 0) throw new Refusal(400, "contents: is not specified");
  for (const [at, { role, parts }] of contents.entries()) {
    if (role !== undefined && role !== "user" && role !== "model" && role !== "function") {
      throw new Refusal(400, "contents: a role is 'user' or 'model'");
    }
    if (listIn(parts).length === 0) throw new Refusal(400, `contents[${at}].parts: must not be empty`);
  }
  checkParts(contents);
  const turns = turnsIn(contents);
  checkTurns(turns);
  checkCalls(turns);
  checkSettings(json);
};

const inCamelCase = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Contents of one role that stand together are one turn: the vendor's own clients keep a streamed answer in pieces. */
const turnsIn = (contents: readonly JsonObject[]): readonly JsonObject[] => {
  const turns: JsonObject[] = [];
  for (const content of contents) {
    const before = turns.at(-1);
    if (before === undefined || before.role !== content.role) turns.push(content);
    else turns[turns.length - 1] = { ...before, parts: [...listIn(before.parts), ...listIn(content.parts)] };
  }
  return turns;
};

/** Each turn of calls is followed by as many results, and results follow nothing else. */
const checkCalls = (contents: readonly JsonObject[]): void => {
  let open = 0;
  for (const content of contents) {
    const calls = partsOf(content, "functionCall", "function_call");
    const results = partsOf(content, "functionResponse", "function_response");
    if (results !== open && (results > 0 || open > 0)) {
      throw new Refusal(
        400,
        `contents: ${open} function calls, but ${results} function responses in the turn after them`,
      );
    }
    open = calls;
  }
};

const partsOf = ({ parts }: JsonObject, ...names: readonly string[]): number =>
  listIn(parts)
    .map(objectIn)
    .filter((part) => names.some((name) => isObject(part[name]))).length;

/**
 * The newest models want the signature of a thought back with the first call of each turn since the user spoke last
 * (Google docs, thought signatures).
 */
export const checkSignatures = (json: JsonObject, model: string): void => {
  if (!model.startsWith("gemini-3")) return;
  const contents = turnsIn(listIn(json.contents).map(objectIn));
  const since = contents.findLastIndex((content) => content.role !== "model" && isSaid(content)) + 1;
  for (const [at, content] of contents.entries()) {
    if (at < since || content.role !== "model") continue;
    const parts = listIn(content.parts).map(objectIn);
    const first = parts.find((part) => isObject(part.functionCall ?? part.function_call));
    const name = textIn(objectIn(first?.functionCall ?? first?.function_call).name);
    if (first !== undefined && textIn(first.thoughtSignature ?? first.thought_signature) === "")
      throw new Refusal(400, `contents[${at}]: the function call ${name} has lost its thought_signature`);
  }
};

const isSaid = ({ parts }: JsonObject): boolean =>
  listIn(parts).some((part) => typeof objectIn(part).text === "string");
