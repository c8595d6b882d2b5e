import { expect, test } from "bun:test";
import { labelOf } from "../../src/core/label.ts";

const labelled = (label?: string) =>
  labelOf(new Request("http://x.example/", { headers: label === undefined ? {} : { "x-proxy-label": label } }));

test("a run is told by its label, which is a plain word", () => {
  expect([labelled(), labelled("run-1.a_b"), labelled("a b"), labelled("x".repeat(65))]).toEqual([
    null,
    "run-1.a_b",
    null,
    null,
  ]);
});
