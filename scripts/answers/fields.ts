import { z } from "zod";

/** The fields that a type promises, as `tally.p50_ms: integer or null`; `[]` stands for each row of a list. */
export const fieldsOf = (type: z.ZodType): readonly string[] => fieldsIn(z.toJSONSchema(type), "");

type Json = { readonly [name: string]: unknown };

const fieldsIn = (schema: Json, path: string): readonly string[] => {
  const choices = Array.isArray(schema["anyOf"]) ? (schema["anyOf"] as readonly Json[]) : [schema];
  const own = path === "" ? [] : [`${path}: ${[...new Set(choices.map(kindOf))].join(" or ")}`];
  const inner = choices.flatMap((choice) => [
    ...Object.entries((choice["properties"] ?? {}) as Json).flatMap(([name, field]) =>
      fieldsIn(field as Json, path === "" ? name : `${path}.${name}`),
    ),
    ...(isObject(choice["items"]) && isObject(choice["items"]["properties"])
      ? fieldsIn(choice["items"], `${path}[]`).slice(1)
      : []),
  ]);
  return [...own, ...inner];
};

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null;

const kindOf = (schema: Json): string => {
  if ("const" in schema) return JSON.stringify(schema["const"]);
  if (Array.isArray(schema["enum"])) return schema["enum"].map((one) => JSON.stringify(one)).join(" or ");
  if (schema["type"] === "array") return "list";
  const format = schema["format"] === "date-time" ? "time" : schema["type"];
  return Array.isArray(format) ? format.join(" or ") : String(format ?? "anything");
};
