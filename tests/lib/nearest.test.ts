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

test("a short word is only one slip away from another, letters in the wrong order count as one", () => {
  expect(nearest("foo", ["log", "run", "env", "use"])).toBeNull();
  expect(nearest("lgos", ["logs", "env"])).toBe("logs");
  expect(nearest("rnu", ["run", "env"])).toBe("run");
  expect(nearest("stpo", ["stop"])).toBe("stop");
});

test("a long word is not turned into one that shares a few letters with it", () => {
  expect(nearest("server.timeouts.everything", ["timeouts.write_stall_ms", "server.allowed_hosts"])).toBeNull();
});

test("a word of megabytes is not compared", () => {
  expect(nearest("port".repeat(500_000), ["port"])).toBeNull();
});
