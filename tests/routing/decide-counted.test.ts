import { describe, expect, test } from "bun:test";
import type { DialectName } from "../../src/core/dialect-name.ts";
import { globOf } from "../../src/lib/glob.ts";
import { decide } from "../../src/routing/decide.ts";
import type { Table } from "../../src/routing/table.ts";
import type { Traits } from "../../src/routing/traits.ts";
import { upstreamOf } from "../support/exchange.ts";
import { tableWith, traitsWith } from "../support/routing.ts";

const known = ["anthropic", "openai", "google", "zai"].map((provider) => upstreamOf(provider, { name: provider }));

const decided = (traits: Partial<Traits>, maps: Table["maps"] = new Map()) =>
  decide(traitsWith(traits), tableWith(known, { maps }));

/** `upstream format model`. */
const way = (traits: Partial<Traits>, maps: Table["maps"] = new Map()): string => {
  const { upstream, format, model } = decided(traits, maps);
  return [upstream.name, format, model ?? "-"].join(" ");
};

const header = (name: string) => ({ headers: new Headers({ "x-proxy-upstream": name }) });

describe("Z1: a chat that is to be counted is counted as the model that would answer it", () => {
  const counting = (counted: DialectName, path: string, more: Partial<Traits> = {}): Partial<Traits> => ({
    ...{ dialect: null, manner: counted, counted, path },
    content: () => ({ unknown: "is no chat" }),
    ...more,
  });
  const claudes = (more: Partial<Traits> = {}) => counting("anthropic", "/v1/messages/count_tokens", more);

  test("the one that stands in its place at another vendor", () => {
    expect(way(claudes(header("zai")))).toBe(`zai anthropic ${decided(header("zai")).model}`);
    expect(way(claudes(header("openai")))).toBe(`openai anthropic ${decided(header("openai")).model}`);
  });

  test("the one that a map or an ending means, also at its own vendor", () => {
    const glob = globOf("fast");
    const mapped = new Map([["*", glob === null ? [] : [{ glob, model: "claude-haiku-4-5" }]]]);

    expect(way(claudes({ ...header("anthropic"), model: "fast" }), mapped)).toBe(
      "anthropic anthropic claude-haiku-4-5",
    );
    expect(way(claudes({ ...header("zai"), model: "glm-4.5-openai" }))).toBe("zai anthropic glm-4.5");
    expect(decided(claudes({ ...header("zai"), model: "glm-4.5" })).decision).toMatchObject({ from: null, to: null });
  });

  test("the one that was named where nothing becomes of it", () => {
    expect(way(claudes(header("anthropic")))).toBe("anthropic anthropic -");
    expect(way(counting("gemini", "/v1beta/models/gemini-2.5-pro:countTokens", { model: "gemini-2.5-pro" }))).toBe(
      "google gemini -",
    );
  });
});
