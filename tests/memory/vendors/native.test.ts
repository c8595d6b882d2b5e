import { expect, test } from "bun:test";
import { asksVendor } from "../../../src/memory/vendors/native.ts";

const held = (json: object) =>
  ({ body: { kind: "held", bytes: new TextEncoder().encode(JSON.stringify(json)) } }) as const;

test("a client that asks its vendor to shorten the conversation is known by one field, wherever else its name stands", () => {
  expect(asksVendor(held({ messages: [], context_management: { edits: [] } }))).toBe(true);
  expect(asksVendor(held({ messages: [{ context_management: 1 }], model: "context_management" }))).toBe(false);
  expect(asksVendor({ body: { kind: "none" } })).toBe(false);
});
