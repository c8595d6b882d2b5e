import fc from "fast-check";
import type { JsonPath } from "../../src/lib/json.ts";
import { type Splice, spliced, valueAt } from "../../src/lib/json-splice.ts";
import { anyText } from "./any-text.ts";
import { same, type Target } from "./target.ts";

const step = fc.oneof(fc.constantFrom("a", "b", "__proto__"), fc.nat(3));
const path: fc.Arbitrary<JsonPath> = fc.array(step, { maxLength: 3 });

const splice: fc.Arbitrary<Splice> = fc
  .tuple(fc.constantFrom("set", "insert", "remove"), path, fc.jsonValue({ maxDepth: 1 }))
  .map(([what, at, value]) => (what === "remove" ? { do: what, path: at } : { do: what, path: at, value }));

const text = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value)),
  fc
    .array(fc.constantFrom('"a"', '"b"', ":", ",", "{", "}", "[", "]", "1", " ", '"\\"', "\ufeff"), { maxLength: 30 })
    .map((signs) => signs.join("")),
  anyText(),
);

const isJson = (bytes: Uint8Array): boolean => {
  try {
    JSON.parse(new TextDecoder().decode(bytes));
    return true;
  } catch {
    return false;
  }
};

/** The writer of edits into bodies that clients have sent. */
export const splicer: Target = {
  name: "splice",
  claim: "never throws, makes JSON of JSON, and finds again what it has set",
  property: fc.property(text, fc.array(splice, { maxLength: 4 }), (written, splices) => {
    const bytes = new TextEncoder().encode(written);
    const after = spliced(bytes, splices);
    valueAt(bytes, splices[0]?.path ?? []);
    if (after === null || !isJson(bytes)) return;
    if (!isJson(after)) throw new Error("no JSON any more");
    const [only, ...others] = splices;
    if (only?.do !== "set" || others.length > 0) return;
    const found = valueAt(after, only.path);
    same(found === null ? null : new TextDecoder().decode(found), JSON.stringify(only.value), "value");
  }),
};
