import fc from "fast-check";
import { type Scalar, scanTopLevel } from "../../src/lib/json-scan.ts";
import { anyText } from "./any-text.ts";
import { same, type Target } from "./target.ts";

const names = ["model", "stream", "m"] as const;

/** A string as JSON may write it: any sign plain or escaped. */
const written = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(text, fc.infiniteStream(fc.boolean())).map(([plain, isEscaped]) => {
    const units = plain.split("").map((unit) => {
      const must = unit < " " || unit === '"' || unit === "\\" || /[\ud800-\udfff]/.test(unit);
      return must || isEscaped.next().value ? `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}` : unit;
    });
    return `"${units.join("")}"`;
  });

const space = fc.constantFrom("", " ", "\n\t ", "\r\n");
const key = written(fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 6 })));
const text = fc.oneof(
  written(anyText({ maxLength: 10 })),
  fc.constantFrom('"\\\\"', '"\\""', '"\\\\\\""', '"model"', '"\\n"', '"{"', '"\ufeffx"'),
);

const { value } = fc.letrec<{ value: string; object: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.oneof(text, fc.constantFrom("true", "false", "null", "0", "-1.5e3", "1E400", "12345678901234567890")),
    tie("object"),
    fc.array(tie("value"), { maxLength: 4 }).map((items) => `[${items.join(",")}]`),
  ),
  object: fc
    .array(fc.tuple(space, key, space, tie("value"), space), { maxLength: 6 })
    .map((fields) => `{${fields.map(([a, name, b, value, c]) => `${a}${name}${b}:${b}${value}${c}`).join(",")}}`),
}));

const scalarOf = (value: unknown): Scalar => (typeof value === "string" || typeof value === "boolean" ? value : null);

/** What JSON.parse finds; a name that is not there is left out. */
const parsed = (text: string): Partial<Record<string, Scalar>> => {
  const found: unknown = JSON.parse(text);
  if (typeof found !== "object" || found === null || Array.isArray(found)) return {};
  const fields = new Map(Object.entries(found));
  return Object.fromEntries(names.flatMap((name) => (fields.has(name) ? [[name, scalarOf(fields.get(name))]] : [])));
};

/** Bytes that count how often they are looked at. */
const counted = (bytes: Uint8Array): { readonly bytes: Uint8Array; readonly looks: () => number } => {
  let looks = 0;
  const get = (target: Uint8Array, name: string | symbol): unknown => {
    if (name === "indexOf")
      return (byte: number, from: number) => {
        const at = target.indexOf(byte, from);
        looks += (at < 0 ? target.length : at) - from + 1;
        return at;
      };
    if (name === "subarray")
      return (from: number, to: number) => {
        looks += to - from;
        return target.subarray(from, to);
      };
    looks++;
    return Reflect.get(target, name);
  };
  return { bytes: new Proxy(bytes, { get }), looks: () => looks };
};

/** Looks per byte that a single pass with a few names may take. */
const maxLooksPerByte = 24;

const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Texts that are valid, broken somewhere, or made to be expensive. */
const anything = fc.oneof(
  { weight: 8, arbitrary: value.map(encoded) },
  {
    weight: 8,
    arbitrary: fc.tuple(value, fc.nat(), fc.string({ maxLength: 3 })).map(([text, at, other]) => {
      const place = at % (text.length + 1);
      return encoded(text.slice(0, place) + other + text.slice(place + 1));
    }),
  },
  { weight: 8, arbitrary: fc.uint8Array({ maxLength: 100 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom('"', "\\", '\\"', '"\\', "{", '{"model":', '"model":"', " ", '"m":', "]"),
        fc.integer({ min: 500, max: 3000 }),
      )
      .map(([text, times]) => encoded(`{${text.repeat(times)}`)),
  },
);

/** The scan that finds `model` and `stream` without parsing. */
export const json: Target = {
  name: "json",
  claim: "finds what JSON.parse finds, never throws, and looks at each byte a few times at most",
  property: fc.property(value, anything, (valid, odd) => {
    same(scanTopLevel(encoded(valid), names).found, parsed(valid), "fields");
    const watched = counted(odd);
    scanTopLevel(watched.bytes, names);
    if (watched.looks() > maxLooksPerByte * (odd.length + 20))
      throw new Error(`${watched.looks()} looks at ${odd.length} bytes`);
  }),
};
