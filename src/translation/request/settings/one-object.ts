import { isObject, type JsonObject, listIn, objectIn } from "../../../lib/json.ts";
import { meantBy, withoutTopRef } from "./schema-refs.ts";

/**
 * The arguments of a tool as one object; the alternatives at its top become properties that none of them demands alone.
 * A property that they describe in several ways may be any of these.
 */
export const oneObject = (schema: unknown): { readonly schema: JsonObject; readonly isChanged: boolean } => {
  const top = objectIn(withoutTopRef(schema));
  const { anyOf, oneOf, allOf, not: _not, enum: _enum, ...rest } = top;
  const [either, every] = [[...listIn(anyOf), ...listIn(oneOf)], listIn(allOf)].map((ways) =>
    ways.map((way) => meantBy(way, top)).filter(isObject),
  );
  const ways = [...(either ?? []), ...(every ?? [])];
  if (ways.length === 0 && top["type"] === "object") return { schema: top, isChanged: false };
  const inEach = (either ?? []).map((way) => new Set(listIn(way["required"])));
  const [first, ...others] = inEach;
  const common = [...(first ?? [])].filter((name) => others.every((names) => names.has(name)));
  const demanded = [...listIn(rest["required"]), ...(every ?? []).flatMap((way) => listIn(way["required"])), ...common];
  const required = demanded.length === 0 ? {} : { required: [...new Set(demanded)] };
  const properties = propertiesOf([...ways, rest]);
  return { schema: { ...rest, type: "object", properties, ...required }, isChanged: ways.length > 0 };
};

const propertiesOf = (ways: readonly JsonObject[]): JsonObject => {
  const kinds = new Map<string, Map<string, unknown>>();
  for (const way of ways)
    for (const [name, kind] of Object.entries(objectIn(way["properties"]))) {
      const known = kinds.get(name) ?? new Map<string, unknown>();
      kinds.set(name, known.set(JSON.stringify(kind), kind));
    }
  const properties = [...kinds].map(([name, known]) => {
    const all = [...known.values()];
    return [name, all.length === 1 ? all[0] : { anyOf: all }] as const;
  });
  return Object.fromEntries(properties);
};
