import { isObject, type JsonObject, listIn, numberIn, objectIn, textIn } from "./json-view.ts";

/** The harmless command that every simulated shell call runs. */
export const simulatedCommand = "echo simulated-ok";

/** Arguments that satisfy a tool's JSON schema: what is required, and a command where the tool takes one. */
export const argumentsFor = (schema: unknown): JsonObject =>
  objectIn(valueFor("", objectIn(schema), objectIn(schema), 0));

/** A value that satisfies any JSON schema that the simulator understands. */
export const exampleOf = (schema: unknown): unknown => valueFor("answer", objectIn(schema), objectIn(schema), 0);

const maxDepth = 8;

const valueFor = (name: string, given: JsonObject, root: JsonObject, depth: number): unknown => {
  const schema = resolved(given, root);
  if ("const" in schema) return schema.const;
  const choices = listIn(schema.enum);
  if (choices.length > 0) return choices[0];
  if ("default" in schema && schema.default !== null) return schema.default;
  const kind = kindOf(schema);
  if (kind === "object") return objectFor(schema, root, depth);
  if (kind === "array") return listFor(name, schema, root, depth);
  if (kind === "number" || kind === "integer") return numberFor(schema);
  if (kind === "boolean") return false;
  return kind === "null" ? null : textFor(name, schema);
};

/** Follows a `$ref` and takes the first alternative that is not null. */
const resolved = (schema: JsonObject, root: JsonObject, hops = 0): JsonObject => {
  if (hops > maxDepth) return schema;
  const path = textIn(schema.$ref);
  if (path.startsWith("#")) {
    const target = path
      .split("/")
      .slice(1)
      .reduce((at: JsonObject, step) => objectIn(at[step]), root);
    return resolved(target, root, hops + 1);
  }
  const alternatives = [...listIn(schema.anyOf), ...listIn(schema.oneOf)].filter(isObject);
  const chosen = alternatives.find((item) => item.type !== "null") ?? alternatives[0];
  if (chosen) return resolved({ ...without(schema, ["anyOf", "oneOf"]), ...chosen }, root, hops + 1);
  const together = listIn(schema.allOf).filter(isObject);
  if (together.length === 0) return schema;
  return together.reduce(
    (all: JsonObject, item) => merged(all, resolved(item, root, hops + 1)),
    without(schema, ["allOf"]),
  );
};

const without = (schema: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(schema).filter(([name]) => !names.includes(name)));

const merged = (one: JsonObject, other: JsonObject): JsonObject => ({
  ...one,
  ...other,
  properties: { ...objectIn(one.properties), ...objectIn(other.properties) },
  required: [...listIn(one.required), ...listIn(other.required)],
});

/** The schema's type in lower case, as Google writes it in capitals; guessed where it is not said. */
const kindOf = (schema: JsonObject): string => {
  const types = (Array.isArray(schema.type) ? schema.type : [schema.type]).map((type) => textIn(type).toLowerCase());
  const said = types.find((type) => type !== "" && type !== "null") ?? types[0] ?? "";
  if (said !== "") return said;
  if (isObject(schema.properties)) return "object";
  return "items" in schema ? "array" : "string";
};

const objectFor = (schema: JsonObject, root: JsonObject, depth: number): JsonObject => {
  if (depth > maxDepth) return {};
  const properties = objectIn(schema.properties);
  const required = listIn(schema.required).map(textIn);
  const wanted = Object.keys(properties).filter(
    (name) => required.includes(name) || (depth === 0 && commandNames.test(name)),
  );
  return Object.fromEntries(wanted.map((name) => [name, valueFor(name, objectIn(properties[name]), root, depth + 1)]));
};

const commandNames = /^(command|cmd|commands)$/i;

const listFor = (name: string, schema: JsonObject, root: JsonObject, depth: number): readonly unknown[] => {
  if (/^(command|cmd)$/i.test(name)) return ["bash", "-lc", simulatedCommand];
  if (schema.maxItems === 0 || depth > maxDepth) return [];
  const count = Math.max(1, numberIn(schema.minItems) ?? 1);
  const prefix = listIn(schema.prefixItems);
  const itemName = name.replace(/s$/i, "");
  return Array.from({ length: Math.max(count, prefix.length) }, (_, at) =>
    valueFor(itemName, objectIn(prefix[at] ?? schema.items), root, depth + 1),
  );
};

const numberFor = (schema: JsonObject): number => {
  const step = numberIn(schema.multipleOf) ?? 1;
  const above = numberIn(schema.exclusiveMinimum);
  const least = above === null ? numberIn(schema.minimum) : above + step;
  const most = numberIn(schema.maximum) ?? numberIn(schema.exclusiveMaximum);
  const wished = Math.max(step, least ?? step);
  const value = Math.ceil(wished / step) * step;
  return most !== null && value >= most ? (least ?? most - step) : value;
};

const textFor = (name: string, schema: JsonObject): string => {
  const text =
    formats[textIn(schema.format)] ?? names.find(([pattern]) => pattern.test(name))?.[1] ?? `simulated ${name}`.trim();
  const padded = text.padEnd(numberIn(schema.minLength) ?? 0, ".");
  return padded.slice(0, numberIn(schema.maxLength) ?? padded.length);
};

const formats: { readonly [format: string]: string } = {
  "date-time": "2026-01-01T00:00:00Z",
  date: "2026-01-01",
  time: "00:00:00Z",
  email: "someone@example.com",
  uri: "https://example.com/",
  url: "https://example.com/",
  uuid: "00000000-0000-4000-8000-000000000000",
  ipv4: "127.0.0.1",
};

const names: readonly (readonly [RegExp, string])[] = [
  [/^(command|cmd|script|command_?line)$/i, simulatedCommand],
  [/(path|file|file_?name)$/i, "README.md"],
  [/(dir|directory|cwd|workdir)$/i, "."],
  [/(url|uri)$/i, "https://example.com/"],
  [/^description$/i, "Say that the simulated tool works"],
];
