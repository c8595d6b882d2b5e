import { expect, test } from "bun:test";
import fc from "fast-check";
import { partialArgs } from "../../../src/dialects/gemini/partial-args.ts";

const argsOf = (...pieces: readonly unknown[]): unknown => {
  const args = partialArgs();
  args.take(pieces);
  return args.value();
};

test("pieces of arguments come together at their places, and texts grow", () => {
  expect(
    argsOf(
      { jsonPath: "$.recipe.name", stringValue: "Bre", willContinue: true },
      { jsonPath: "$.recipe.name", stringValue: "ad" },
      { jsonPath: "$.recipe.steps[0].minutes", numberValue: 5 },
      { jsonPath: "$.recipe.steps[1].minutes", numberValue: 6 },
      { jsonPath: "$.hot", boolValue: false },
      { jsonPath: "$['odd name']", nullValue: "NULL_VALUE" },
    ),
  ).toEqual({ recipe: { name: "Bread", steps: [{ minutes: 5 }, { minutes: 6 }] }, hot: false, "odd name": null });
});

test("nothing reaches beyond the arguments, and nothing is thrown", () => {
  argsOf({ jsonPath: "$.__proto__.polluted", stringValue: "yes" });

  expect({}).not.toHaveProperty("polluted");
  fc.assert(
    fc.property(
      fc.array(fc.record({ jsonPath: fc.oneof(fc.string(), fc.constant("$.a.b[1]")), stringValue: fc.jsonValue() })),
      (pieces) => expect(argsOf(...pieces, 5, null)).not.toBeNull(),
    ),
  );
});
