import type { AnswerFormat, Block, Chat } from "../../../core/chat.ts";
import type { Takes } from "../../../core/takes.ts";
import type { Loss } from "../../../core/translation.ts";
import { isMessages } from "../../formats.ts";
import { lost } from "../../loss.ts";
import { takesOf } from "../../takes.ts";
import type { Step } from "../step.ts";
import { googleSchema } from "./google-schema.ts";
import { anthropicWords, closed, fromGoogleWords, inWords, isStrictShape } from "./schema.ts";
import { isRecursive, withoutTopRef } from "./schema-refs.ts";

/** The shape that the answer has to have: demanded where the vendor can be held to it, else asked for in the instructions. */
export const fitFormat: Step = (chat, { dialect, provider, model }) => {
  const { format, origin } = chat;
  if (format === null || format.type === "text") return { chat, losses: [] };
  const takes = takesOf(provider, dialect, model ?? chat.model);
  if (format.type === "json") return plainJson(chat, takes, dialect.startsWith("openai"));
  const words = origin?.dialect === "gemini" ? fromGoogleWords : (schema: unknown): unknown => schema;
  const named = { ...format, schema: withoutTopRef(words(format.schema)) };
  if (!takes.formats.includes("json-schema")) return told(chat, named, takes);
  if (takes.bareSchemas) return shut(chat, named, takes);
  if (dialect === "gemini") {
    const { schema, count } = googleSchema(named.schema);
    return { chat: { ...chat, format: { ...named, schema } }, losses: lost("format.schema-words", count) };
  }
  // Whoever says it in a format where it always holds means it.
  const strict = named.strict ?? (isMessages(origin?.dialect) && isStrictShape(named.schema) ? true : null);
  const isStrict = strict === true && !isStrictShape(named.schema) ? false : strict;
  return { chat: { ...chat, format: { ...named, strict: isStrict } }, losses: [] };
};

type Fitting = { readonly chat: Chat; readonly losses: readonly Loss[] };
type SchemaFormat = Extract<AnswerFormat, { type: "json-schema" }>;

/** OpenAI refuses it where nothing in the messages speaks of JSON. */
const plainJson = (chat: Chat, { formats }: Takes, wantsWord: boolean): Fitting => {
  if (!formats.includes("json"))
    return { chat: instructed({ ...chat, format: null }, jsonOnly), losses: lost("format.json-told") };
  if (!wantsWord || speaksOfJson(chat)) return { chat, losses: [] };
  return { chat: instructed(chat, jsonOnly), losses: lost("format.json-word") };
};

const jsonOnly = "Answer with one JSON object and nothing else: no words before or after it, no code fence.";

const speaksOfJson = ({ system, messages }: Chat): boolean =>
  [system, ...messages.map(({ blocks }) => blocks)].some((blocks) =>
    blocks.some((block) => block.type === "text" && /json/i.test(block.text)),
  );

/** The schema in the instructions; JSON at least is demanded where it can be. */
const told = (chat: Chat, { schema }: SchemaFormat, { formats }: Takes): Fitting => {
  const text = `${jsonOnly} It has to be valid against this JSON Schema:\n${JSON.stringify(schema)}`;
  const format: AnswerFormat | null = formats.includes("json") ? { type: "json" } : null;
  return { chat: instructed({ ...chat, format }, text), losses: lost("format.schema-told") };
};

/** A schema as Anthropic takes it: all objects closed, limits only told. One that is open or has itself inside is told as a whole. */
const shut = (chat: Chat, format: SchemaFormat, takes: Takes): Fitting => {
  const { schema, count: limits } = inWords(format.schema, anthropicWords);
  const closedOne = closed(schema);
  if (closedOne === null || isRecursive(format.schema)) return told(chat, format, takes);
  const losses = [...lost("format.schema-limits", limits), ...lost("format.schema-closed", closedOne.count)];
  return { chat: { ...chat, format: { ...format, schema: closedOne.schema } }, losses };
};

const instructed = (chat: Chat, text: string): Chat => {
  const block: Block = { type: "text", text, extras: {}, origin: null };
  return { ...chat, system: [...chat.system, block] };
};
