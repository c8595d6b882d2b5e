import { expect, test } from "bun:test";
import { nearest, nearestFew } from "../../src/lib/nearest.ts";

test("a mistyped word is understood", () => {
  expect(nearest("anthropc", ["anthropic", "openai"])).toBe("anthropic");
  expect(nearest("OPENIA", ["anthropic", "openai"])).toBe("openai");
  expect(nearest("server.prot", ["server.port", "server.host"])).toBe("server.port");
});

test("a word that is like none is not forced upon one", () => {
  expect(nearest("banana", ["anthropic", "openai"])).toBeNull();
});

test("the beginning of a word finds every word that begins so", () => {
  expect(nearestFew("sta", ["stats", "status", "stop", "run"]).slice(0, 2)).toEqual(["stats", "status"]);
});
