import { expect, test } from "bun:test";
import { extrasFor, isOwn } from "../../src/core/extras.ts";

test("a part belongs to the dialect that it came in, and to everyone where it was made here", () => {
  expect(isOwn("anthropic", { extras: {}, origin: { dialect: "gemini", path: [] } })).toBe(false);
  expect(isOwn("anthropic", { extras: {}, origin: null })).toBe(true);
});

test("private fields go back to their own dialect alone", () => {
  const extras = { cache_control: { type: "ephemeral" } };

  expect(extrasFor("anthropic", { extras, origin: { dialect: "anthropic", path: [] } })).toBe(extras);
  expect(extrasFor("anthropic", { extras, origin: null })).toBe(extras);
  expect(extrasFor("gemini", { extras, origin: { dialect: "anthropic", path: [] } })).toEqual({});
});
