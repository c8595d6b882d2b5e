import { expect, test } from "bun:test";
import { originsOf } from "../../src/core/provider.ts";

test("an upstream's origins are those of its addresses, each once, the first one first", () => {
  const at = (origin: string, path: string) => ({ origin, path, dialects: [], dropPrefix: "" });

  expect(
    originsOf({ endpoints: [at("https://b.example", "/x"), at("https://a.example", ""), at("https://b.example", "")] }),
  ).toEqual(["https://b.example", "https://a.example"]);
});
