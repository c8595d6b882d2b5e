import type { Tool } from "../../../core/chat.ts";
import type { DialectName } from "../../../core/dialect-name.ts";
import type { Takes } from "../../../core/takes.ts";
import { plainSchema } from "../../../core/tool-input.ts";
import type { Destination } from "../../../core/translation.ts";
import { isMessages } from "../../formats.ts";
import { lost } from "../../loss.ts";
import { takesOf } from "../../takes.ts";
import type { Step } from "../step.ts";
import { googleSchema } from "./google-schema.ts";
import { oneObject } from "./one-object.ts";
import { anthropicWords, closed, fromGoogleWords, inWords, isStrictShape } from "./schema.ts";
import { isRecursive } from "./schema-refs.ts";

/** Tools that the client runs, in a form that the other format and vendor take. */
export const fitTools: Step = (chat, destination) => {
  const { dialect, provider, model } = destination;
  const foreign = chat.tools.filter((tool) => isForeign(tool, dialect));
  if (foreign.length === 0) return { chat, losses: [] };
  const takes = takesOf(provider, dialect, model ?? chat.model);
  const counts = { plain: 0, top: 0, limits: 0, strict: 0, extras: 0 };
  const strictOnes = foreign.filter(({ isStrict }) => isStrict === true).length;
  const mayBeStrict = takes.strictTools && !(takes.bareSchemas && strictOnes > maxStrict);
  const tools = chat.tools.map((tool): Tool => {
    if (!isForeign(tool, dialect)) return tool;
    counts.extras += extrasBeside(tool).length;
    const plain = tool.isPlain && !takesPlain(destination) ? { ...tool, isPlain: false, schema: plainSchema } : tool;
    if (plain !== tool) counts.plain++;
    if (plain.isPlain) return plain;
    const words = tool.origin?.dialect === "gemini" && tool.extras["parameters"] === null ? fromGoogleWords : same;
    const { schema, isTop, limits } = schemaFor(words(plain.schema), dialect);
    if (isTop) counts.top++;
    const strict = strictFor({ ...plain, schema }, takes, mayBeStrict);
    counts.limits += limits + strict.limits;
    if (strict.isGone) counts.strict++;
    return { ...plain, schema: strict.schema, isStrict: strict.isStrict };
  });
  const losses = [
    ...lost("tools.plain", counts.plain),
    ...lost("tools.schema-top", counts.top),
    ...lost("tools.schema-limits", counts.limits),
    ...lost("tools.strict", counts.strict),
    ...lost("tools.extras", counts.extras),
  ];
  return { chat: { ...chat, tools }, losses };
};

/** How many tools Anthropic holds to a schema in one request. */
const maxStrict = 20;

const isForeign = ({ hosted, origin }: Tool, dialect: DialectName): boolean =>
  hosted === null && origin !== null && origin.dialect !== dialect;

const same = (schema: unknown): unknown => schema;

/** Where a tool may take plain text, besides in the one format that was made with such tools. */
const takesPlain = ({ dialect, provider }: Destination): boolean =>
  dialect === "openai-responses" || (dialect === "openai-chat" && provider.quirks.plainTools === true);

/** What says something of a tool that is known nowhere else. */
const extrasBeside = ({ extras }: Tool): readonly string[] =>
  Object.entries(extras).flatMap(([name, value]) => (quiet.has(name) || value === null ? [] : [name]));

const quiet: ReadonlySet<string> = new Set([
  ...["type", "functions", "parameters", "cache_control", "namespace", "custom", "function"],
]);

type Shaped = { readonly schema: unknown; readonly isTop: boolean; readonly limits: number };

/** Gemini takes a part of JSON Schema; the others take one object with properties. */
const schemaFor = (schema: unknown, dialect: DialectName): Shaped => {
  if (schema === null || schema === undefined)
    return { schema: isMessages(dialect) ? emptyObject : null, isTop: false, limits: 0 };
  const { schema: one, isChanged } = oneObject(schema);
  if (dialect !== "gemini") return { schema: one, isTop: isChanged, limits: 0 };
  const { schema: told, count } = googleSchema(one);
  return { schema: told, isTop: isChanged, limits: count };
};

const emptyObject = { type: "object", properties: {} };

/** Held to its schema only where the other vendor takes such a schema; limits that it would refuse are told instead. */
const strictFor = ({ schema, isStrict, origin }: Tool, takes: Takes, mayBeStrict: boolean) => {
  const bare = { schema, isStrict, limits: 0, isGone: false };
  if (isStrict !== true)
    return { ...bare, isStrict: takes.strictTools && origin?.dialect !== "gemini" ? isStrict : null };
  if (!mayBeStrict) return { ...bare, isStrict: null, isGone: true };
  if (!takes.bareSchemas) return isStrictShape(schema) ? bare : { ...bare, isStrict: null, isGone: true };
  const { schema: told, count } = inWords(schema, anthropicWords);
  const shut = closed(told);
  if (shut === null || isRecursive(schema)) return { ...bare, isStrict: null, isGone: true };
  return { ...bare, schema: shut.schema, limits: count };
};
