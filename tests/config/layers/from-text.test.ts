import { expect, test } from "bun:test";
import { asMeant, fromText } from "../../../src/config/layers/from-text.ts";

test("a text becomes what the setting is", () => {
  expect(fromText("server.port", "80")).toBe(80);
  expect(fromText("server.port", "80x")).toBe("80x");
  expect(fromText("server.loopback_without_token", "YES")).toBe(true);
  expect(fromText("server.allowed_hosts", "a,, b,")).toEqual(["a", "b"]);
  expect(fromText("server.allowed_hosts", "")).toEqual([]);
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
