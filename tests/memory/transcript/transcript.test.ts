import { expect, test } from "bun:test";
import type { Entry } from "../../../src/core/memory.ts";
import { frontierOf } from "../../../src/memory/transcript/transcript.ts";

const by = (...authors: readonly Entry["author"][]) => ({
  entries: authors.map((author): Entry => ({ hash: "h", author, isBound: false, tokens: 1, pieces: [], calls: [] })),
});

test("all up to the model's last word has gone out, and nothing behind it", () => {
  expect(frontierOf(by("client", "model", "client", "model", "client", "client"))).toBe(4);
  expect(frontierOf(by("client", "model"))).toBe(2);
  expect(frontierOf(by("client", "model", "instructions", "client"))).toBe(2);
});

test("where the model has said nothing yet nothing has gone out", () => {
  expect(frontierOf(by("client", "client"))).toBe(0);
});
