import { expect, test } from "bun:test";
import { embed } from "../../src/simulator/embeddings.ts";
import { idsFor } from "../../src/simulator/ids.ts";

const ids = idsFor(new Uint8Array(), 1);
const vectors = (json: Record<string, unknown>): number[][] =>
  JSON.parse(embed({ model: "text-embedding-3-small", ...json }, "openai", ids).body).data.map(
    (item: { embedding: number[] }) => item.embedding,
  );
const likeness = (one: number[] = [], other: number[] = []) =>
  one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);

test("the same text has the same vector, of length one", () => {
  const [one, again] = vectors({ input: ["red apple", "Red  apple"] });

  expect(one).toEqual(again ?? []);
  expect(likeness(one, one)).toBeCloseTo(1, 5);
});

test("texts that share words are more alike than texts that do not", () => {
  const [apple, pear, engine] = vectors({
    input: ["a ripe red apple", "a ripe red pear", "diesel engines roar loudly"],
  });

  expect(likeness(apple, pear)).toBeGreaterThan(likeness(apple, engine) + 0.3);
});

test("the size follows the model or the request", () => {
  expect(vectors({ input: "x" })[0]).toHaveLength(1536);
  expect(vectors({ input: "x", model: "text-embedding-3-large" })[0]).toHaveLength(3072);
  expect(vectors({ input: "x", dimensions: 8 })[0]).toHaveLength(8);
});

test("lists of token numbers are texts as well", () => {
  expect(vectors({ input: [1, 2, 3], dimensions: 4 })).toHaveLength(1);
  expect(vectors({ input: [[1, 2], [3]], dimensions: 4 })).toHaveLength(2);
  expect(vectors({ input: "", dimensions: 4 })[0]?.every(Number.isFinite)).toBe(true);
});

test.each([
  [{ model: "" }, "'model'"],
  [{}, "'input'"],
  [{ input: [] }, "'input'"],
  [{ input: "x", dimensions: 0 }, "dimensions"],
])("%j is refused", (json, words) => {
  expect(() => vectors(json)).toThrow(words);
});
