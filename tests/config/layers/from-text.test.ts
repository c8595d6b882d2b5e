import { expect, test } from "bun:test";
import { asMeant, fromText } from "../../../src/config/layers/from-text.ts";

test("a text becomes what the setting is", () => {
  expect(fromText("server.port", "80")).toBe(80);
  expect(fromText("server.port", "80x")).toBe("80x");
  expect(fromText("server.loopback_without_token", "YES")).toBe(true);
  expect(fromText("server.allowed_hosts", "a,, b,")).toEqual(["a", "b"]);
  expect(fromText("server.allowed_hosts", "")).toEqual([]);
});

test("lists and maps of things with parts are written as a file has them, as JSON or as YAML", () => {
  const rule = { to: ["openai", "cn"] };
  const budget = { name: "daily", per: "day", dollars: 5 };

  expect(fromText("fallbacks", JSON.stringify([rule]))).toEqual([rule]);
  expect(fromText("fallbacks", "[{ to: [openai, cn] }]")).toEqual([rule]);
  expect(fromText("budgets", ' {"name": "daily", "per": "day", "dollars": 5}')).toEqual([budget]);
  expect(fromText("models", "{ cn: { opus: glm-5 } }")).toEqual({ cn: { opus: "glm-5" } });
  expect(fromText("server.allowed_hosts", '["a", "b"]')).toEqual(["a", "b"]);
  expect(fromText("fallbacks", "a,b")).toEqual(["a", "b"]);
  expect(fromText("models", "{ broken")).toBe("{ broken");
});

test("a word that every object has is no yes and no no", () => {
  expect(fromText("server.loopback_without_token", "constructor")).toBe("constructor");
});

test("levels of the log go by the names that other programs have for them", () => {
  expect(["INFO", "WARNING", "critical", "loud"].map((level) => asMeant("log.level", level))).toEqual([
    "info",
    "warn",
    "error",
    "loud",
  ]);
});
