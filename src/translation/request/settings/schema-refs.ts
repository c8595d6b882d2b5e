import { isObject, type JsonObject, objectIn, textOrNull } from "../../../lib/json.ts";
import { eachSchema } from "./schema.ts";

/** A schema that stands for another one of the same document, as that one; the definitions stay with it. */
export const withoutTopRef = (schema: unknown): unknown => {
  if (!isObject(schema) || textOrNull(schema["$ref"]) === null) return schema;
  const { $ref: _ref, ...beside } = schema;
  const meant = meantBy(schema, schema);
  return isObject(meant) && meant !== schema ? { ...meant, ...beside } : schema;
};

/** What a schema stands for; itself where it stands for nothing, or nobody knows for what. */
export const meantBy = (schema: unknown, root: JsonObject): unknown => {
  let meant = schema;
  for (let hops = 0; hops < maxHops; hops++) {
    const ref = textOrNull(objectIn(meant)["$ref"]);
    const next = ref === null ? undefined : placeOf(ref, root);
    if (next === undefined) return meant;
    meant = next;
  }
  return schema;
};

/** So many references to references; more are a circle. */
const maxHops = 16;

const placeOf = (ref: string, root: JsonObject): unknown => {
  if (!ref.startsWith("#/")) return ref === "#" ? root : undefined;
  let place: unknown = root;
  for (const step of ref.slice(2).split("/")) {
    const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
    if (!(isObject(place) || Array.isArray(place)) || !Object.hasOwn(place, name)) return undefined;
    place = (place as JsonObject)[name];
  }
  return place;
};

/** Whether a schema has itself inside, at any depth. */
export const isRecursive = (schema: unknown): boolean => {
  if (!isObject(schema)) return false;
  const done = new Set<unknown>();
  const under = new Set<unknown>();
  const leadsBack = (place: unknown): boolean => {
    if (under.has(place)) return true;
    if (done.has(place) || under.size > maxDepth) return under.size > maxDepth;
    under.add(place);
    const found = [...refsIn(place)].some((ref) => {
      const next = placeOf(ref, schema);
      return next !== undefined && leadsBack(next);
    });
    under.delete(place);
    done.add(place);
    return found;
  };
  return [...refsIn(schema)].some((ref) => ref === "#" || leadsBack(placeOf(ref, schema)));
};

const maxDepth = 200;

const refsIn = (schema: unknown): ReadonlySet<string> => {
  const refs = new Set<string>();
  eachSchema(schema, (one) => {
    const ref = textOrNull(one["$ref"]);
    if (ref !== null) refs.add(ref);
    return one;
  });
  return refs;
};
