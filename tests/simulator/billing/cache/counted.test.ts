import { expect, test } from "bun:test";
import fc from "fast-check";
import { countedBeginnings } from "../../../../src/simulator/billing/cache/counted.ts";
import { tokensInJson, visibleTokens } from "../../../../src/simulator/tokens.ts";

const words = fc
  .array(fc.constantFrom("alpha", "beta", "42", "中", "?!"), { maxLength: 3000 })
  .map((all) => all.join(" "));

test("every beginning is a whole number of steps and none is longer than the prompt", () => {
  fc.assert(
    fc.property(words, words, (first, second) => {
      const json = {
        tools: [{ name: first.slice(0, 30) }],
        messages: [
          { role: "system", content: first },
          { role: "user", content: [{ type: "text", text: second }] },
        ],
      };
      const sizes = countedBeginnings(json, "m").map(({ tokens }) => tokens);
      const most = visibleTokens(json.messages) + tokensInJson(json.tools);
      expect(sizes.every((size) => size >= 1024 && size % 128 === 0 && size <= most)).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test("what a tool gave is kept in steps as well, and begins as it began before", () => {
  const output = JSON.stringify({ lines: "alpha 42 ".repeat(2000) });
  const input = [{ type: "function_call_output", call_id: "c", output }];
  const [short, long] = [input, [...input, { type: "function_call_output", call_id: "d", output }]].map((items) =>
    countedBeginnings({ input: items }, "m"),
  );

  expect(short?.at(-1)?.tokens).toBeGreaterThan(visibleTokens(input) - 128);
  expect(long?.slice(0, short?.length)).toEqual([...(short ?? [])]);
});
