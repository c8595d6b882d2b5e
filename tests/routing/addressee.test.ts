import { expect, test } from "bun:test";
import { addressed, addressees } from "../../src/routing/addressee.ts";
import { upstreamOf } from "../support/exchange.ts";

const [openai, work] = [upstreamOf("openai"), upstreamOf("openai", { name: "work", key: "k" })];
const [international, cn] = [upstreamOf("zai", { name: "international" }), upstreamOf("zai", { name: "cn" })];
const lent = upstreamOf("simulator", { name: "lent", isLent: true });
const all = [openai, work, international, cn, lent];

test("a word means the upstream of that name", () => {
  expect(addressed("openai", all, "work")).toBe(openai);
  expect(addressed("cn", all, "auto")).toBe(cn);
  expect(addressed("lent", all, "auto")).toBe(lent);
});

test("a provider without an upstream of its name is the current one of its places, one with a key, or the first", () => {
  expect(addressed("zai", all, "cn")).toBe(cn);
  expect(addressed("zai", all, "openai")).toBe(international);
  const keyed = { ...cn, key: "k" };
  expect(addressed("zai", [international, keyed], "auto")).toBe(keyed);
});

test("what is no upstream and no provider of one means nothing; what is lent goes by its name alone", () => {
  expect(addressed("acme", all, "auto")).toBeNull();
  expect(addressed("simulator", all, "auto")).toBeNull();
  expect(addressees(all)).toEqual(["openai", "zai", "work", "international", "cn"]);
});
