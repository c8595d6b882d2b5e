import type { AnswerFormat, Reasoning, Sampling } from "../../core/chat.ts";
import { flagOrNull, isObject, type JsonObject, listIn, numberOrNull, objectIn, textOrNull } from "../../lib/json.ts";
import { present } from "../../lib/json-rest.ts";

/** The names of one setting, the usual one first. A null in extras names the one that a request has used. */
const spellings = {
  maxTokens: ["max_completion_tokens", "max_tokens"], // OpenAI's word today, and everybody's before
  seed: ["seed", "random_seed"], // Mistral
} as const;

/** How the answer is to be drawn. */
export const readSampling = (body: JsonObject): Sampling => {
  const number = (...names: readonly string[]): number | null =>
    names.map((name) => numberOrNull(body[name])).find((value) => value !== null) ?? null;
  return {
    maxTokens: number(...spellings.maxTokens),
    temperature: number("temperature"),
    topP: number("top_p"),
    topK: number("top_k"),
    stop: typeof body["stop"] === "string" ? [body["stop"]] : textsIn(body["stop"]),
    seed: number(...spellings.seed),
    presencePenalty: number("presence_penalty"),
    frequencyPenalty: number("frequency_penalty"),
    candidates: number("n"),
  };
};

const textsIn = (value: unknown): readonly string[] => {
  const list = listIn(value);
  return list.every((one) => typeof one === "string") ? list : [];
};

/** The fields that say it, in the spelling of these extras. */
export const writeSampling = (sampling: Sampling, extras: JsonObject): JsonObject =>
  present({
    [spelled(spellings.maxTokens, extras)]: sampling.maxTokens,
    temperature: sampling.temperature,
    top_p: sampling.topP,
    top_k: sampling.topK,
    stop: sampling.stop.length === 0 ? null : sampling.stop,
    [spelled(spellings.seed, extras)]: sampling.seed,
    presence_penalty: sampling.presencePenalty,
    frequency_penalty: sampling.frequencyPenalty,
    n: sampling.candidates,
  });

const spelled = (names: readonly [string, ...string[]], extras: JsonObject): string =>
  names.find((name) => extras[name] === null) ?? names[0];

/** The spellings that a request has used where they are not the usual ones. */
export const spellingsIn = (body: JsonObject): JsonObject => {
  const used = Object.values(spellings).flatMap((names) => {
    const first = names.find((name) => numberOrNull(body[name]) !== null);
    return first === undefined || first === names[0] ? [] : [[first, null]];
  });
  return Object.fromEntries(used);
};

/**
 * How much is thought: OpenAI's `reasoning_effort`, OpenRouter's `reasoning`, the `thinking` of z.ai and DeepSeek. Of
 * several the first counts; null where a request says nothing of it.
 */
export const readReasoning = (body: JsonObject): Reasoning | null => {
  const silent = { mode: null, effort: null, budgetTokens: null, isShown: null };
  const effort = textOrNull(body["reasoning_effort"]);
  if (effort !== null) return effort === "none" ? { ...silent, mode: "off" } : { ...silent, effort };
  const { reasoning, thinking } = body;
  if (isObject(reasoning)) {
    const { effort: said, enabled, max_tokens: budget, exclude } = reasoning;
    const mode = said === "none" || enabled === false ? "off" : enabled === true ? "on" : null;
    const isShown = typeof exclude === "boolean" ? !exclude : null;
    return { mode, effort: said === "none" ? null : textOrNull(said), budgetTokens: numberOrNull(budget), isShown };
  }
  const mode = isObject(thinking) ? modes.get(thinking["type"]) : undefined;
  if (!isObject(thinking) || mode === undefined) return null;
  return { ...silent, mode, budgetTokens: numberOrNull(thinking["budget_tokens"]) };
};

const modes: ReadonlyMap<unknown, Reasoning["mode"]> = new Map([
  ["disabled", "off"],
  ["enabled", "on"],
  ["adaptive", "adaptive"],
]);

/** The field that says it: the one that these extras name, else OpenAI's. */
export const writeReasoning = (reasoning: Reasoning | null, extras: JsonObject): JsonObject => {
  if (reasoning === null) return {};
  const { mode, effort, budgetTokens, isShown } = reasoning;
  if (isPlaceOf("thinking", extras)) {
    const type = mode === "off" ? "disabled" : mode === "adaptive" ? mode : "enabled";
    return { thinking: present({ type, budget_tokens: budgetTokens }) };
  }
  const isOff = mode === "off";
  if (isPlaceOf("reasoning", extras)) {
    const enabled = mode === "on" || (isOff && effort !== null) ? !isOff : null;
    const said = isOff && effort === null ? "none" : effort;
    return {
      reasoning: present({
        effort: said,
        enabled,
        max_tokens: budgetTokens,
        exclude: isShown === null ? null : !isShown,
      }),
    };
  }
  return present({ reasoning_effort: isOff ? "none" : effort });
};

/** The place that a request says it in, where it is not OpenAI's. */
export const reasoningPlace = (body: JsonObject): JsonObject => {
  if (textOrNull(body["reasoning_effort"]) !== null) return {};
  const place = ["reasoning", "thinking"].find((name) => isObject(body[name]));
  return place === undefined ? {} : { [place]: null };
};

/** What is left of an object after its own words have been taken names it just as a null does. */
const isPlaceOf = (name: string, extras: JsonObject): boolean => {
  const left = extras[name];
  if (left === null) return true;
  return isObject(left) && !["type", "effort", "max_tokens"].some((word) => word in left);
};

/** The shape that the answer has to have; null where a request does not say. */
export const readFormat = (body: JsonObject): AnswerFormat | null => {
  const said = objectIn(body["response_format"]);
  if (said["type"] === "text") return { type: "text" };
  if (said["type"] === "json_object") return { type: "json" };
  const { json_schema: wanted } = said;
  if (said["type"] !== "json_schema" || !isObject(wanted)) return null;
  return {
    type: "json-schema",
    name: textOrNull(wanted["name"]),
    schema: wanted["schema"] ?? null,
    strict: flagOrNull(wanted["strict"]),
  };
};

/** The field that says it. */
export const writeFormat = (format: AnswerFormat | null): JsonObject => {
  if (format === null) return {};
  if (format.type === "text") return { response_format: { type: "text" } };
  if (format.type === "json") return { response_format: { type: "json_object" } };
  const { schema, strict } = format;
  // A schema must have a name here, and need not in other formats.
  const wanted = present({ name: format.name ?? "answer", schema, strict });
  return { response_format: { type: "json_schema", json_schema: wanted } };
};
