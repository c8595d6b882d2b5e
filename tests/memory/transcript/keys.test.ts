import { expect, test } from "bun:test";
import type { Entry, Piece } from "../../../src/core/memory.ts";
import { keysOf } from "../../../src/memory/transcript/keys.ts";

const piece = (hash: string): Piece => ({
  ...{ path: ["content"], kind: "result", role: "tool", hash, tokens: 10, callId: null, isError: false },
});
const entry = (hash: string | null, ...pieces: Piece[]): Entry => ({
  ...{ hash, author: "client", isBound: false, tokens: 10, pieces, calls: [] },
});

test("a piece has the same key however the conversation goes on, and another one behind other words", () => {
  const [, [key] = []] = keysOf([entry("a"), entry("b", piece("x"))]);
  const [, [later] = []] = keysOf([entry("a"), entry("b", piece("x")), entry("c")]);
  const [, [elsewhere] = []] = keysOf([entry("z"), entry("b", piece("x"))]);
  expect(later).toBe(key);
  expect(elsewhere).not.toBe(key);
});

test("two that say the same in one entry are two", () => {
  const [keys = []] = keysOf([entry("a", piece("x"), piece("x"))]);
  expect(new Set(keys).size).toBe(2);
});

test("a message that does not count moves nothing", () => {
  const [, [key] = []] = keysOf([entry("a"), entry("b", piece("x"))]);
  const [, , [moved] = []] = keysOf([entry("a"), entry(null), entry("b", piece("x"))]);
  expect(moved).toBe(key);
});

test("the same words in another order are another conversation", () => {
  const said = [entry("a"), entry("b"), entry("c")];
  const [key] = keysOf([...said, entry("d", piece("x"))]).at(-1) ?? [];
  const [turned] = keysOf([...said.toReversed(), entry("d", piece("x"))]).at(-1) ?? [];
  expect(turned).not.toBe(key);
});

test("an entry that stands in two conversations has a key in each, whichever was asked for last", () => {
  const shared = entry("b", piece("x"));
  const keyBehind = (first: string) => keysOf([entry(first), shared])[1]?.[0];
  expect([keyBehind("a"), keyBehind("z"), keyBehind("a")]).toEqual([
    keysOf([entry("a"), { ...shared }])[1]?.[0],
    keysOf([entry("z"), { ...shared }])[1]?.[0],
    keysOf([entry("a"), { ...shared }])[1]?.[0],
  ]);
});
