import { expect, test } from "bun:test";
import { isRecursive, meantBy, withoutTopRef } from "../../../../src/translation/request/settings/schema-refs.ts";

const text = { type: "string" };

test("a reference is what it leads to, however many stand between, and a circle leads nowhere", () => {
  const root = { $defs: { a: { $ref: "#/$defs/b" }, b: text, c: { $ref: "#/$defs/c" } } };

  expect(meantBy({ $ref: "#/$defs/a" }, root)).toEqual(text);
  expect(meantBy({ $ref: "#/$defs/c" }, root)).toEqual({ $ref: "#/$defs/c" });
  expect(meantBy({ $ref: "https://example.com/x" }, root)).toEqual({ $ref: "https://example.com/x" });
  expect(meantBy({ $ref: "#/constructor" }, root)).toEqual({ $ref: "#/constructor" });
});

test("a schema that is a reference as a whole keeps its definitions", () => {
  const definitions = { a: { type: "object" } };

  expect(withoutTopRef({ $ref: "#/definitions/a", definitions })).toEqual({ type: "object", definitions });
  expect(withoutTopRef(text)).toBe(text);
  expect(withoutTopRef(true)).toBe(true);
});

test("a schema with itself inside is known, one that is used twice is not taken for it", () => {
  const list = { type: "object", properties: { next: { $ref: "#/$defs/list" } } };

  expect(isRecursive({ $ref: "#/$defs/list", $defs: { list } })).toBe(true);
  expect(isRecursive({ type: "object", properties: { child: { $ref: "#" } } })).toBe(true);
  expect(isRecursive({ properties: { a: { $ref: "#/$defs/t" }, b: { $ref: "#/$defs/t" } }, $defs: { t: text } })).toBe(
    false,
  );
  expect(isRecursive({ properties: { a: { $ref: "#/$defs/gone" } } })).toBe(false);
});
