import { expect, test } from "bun:test";
import type { Origin } from "../../src/core/chat.ts";
import { below } from "../../src/core/origin.ts";

const place: Origin = { dialect: "gemini", path: ["contents", 2] };

test("a place below another one keeps its format", () => {
  expect(below(place, "parts", 0)).toEqual({ dialect: "gemini", path: ["contents", 2, "parts", 0] });
});
