import { expect, test } from "bun:test";
import fc from "fast-check";
import { environmentBlocksIn } from "../../../src/memory/environment/blocks.ts";

const names = (text: string, role: "user" | "tool" = "user"): readonly string[] =>
  environmentBlocksIn(text, role).map(({ pattern }) => pattern.name);

const block = "<environment_details>\n# Time\nnow\n</environment_details>";

test.each([
  ["a block behind what the user says", `Do it.\n${block}`, ["environment_details"]],
  ["two kinds", `${block}\n<system-reminder>x</system-reminder>`, ["environment_details", "system-reminder"]],
  ["one that is not closed", "Do it.\n<environment_details>\n# Time", []],
  ["one that is only spoken of", `What is ${block}?`, []],
  ["one within a code fence", `Look:\n\`\`\`\n${block}\n\`\`\`\nSee?`, []],
  ["one behind a code fence", `Look:\n\`\`\`\ncode\n\`\`\`\n${block}`, ["environment_details"]],
  ["one behind a fence that never ends", `\`\`\`\ncode\n${block}`, []],
  ["one within another of its kind", `<environment_details>\n${block}`, ["environment_details"]],
])("%s", (_name, text, found) => expect(names(text)).toEqual(found));

test("what is only the user's is not looked for in what tools give", () => {
  expect(names("<additional_data>\nx\n</additional_data>", "tool")).toEqual([]);
  expect(names("<additional_data>\nx\n</additional_data>")).toEqual(["additional_data"]);
});

test("blocks are whole, in order and apart, whatever they stand among", () => {
  const part = fc.constantFrom("<system-reminder>", "</system-reminder>", "\n", "```", "~~~", "words", block, "<env");
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
      const text = parts.join("");
      let end = 0;
      for (const one of environmentBlocksIn(text, "user")) {
        expect(one.start).toBeGreaterThanOrEqual(end);
        expect(one.text).toBe(text.slice(one.start, one.end));
        expect(one.text.startsWith(one.pattern.open) && one.text.endsWith(one.pattern.close)).toBe(true);
        end = one.end;
      }
    }),
    { numRuns: 500 },
  );
});
test("many openings and fences take no longer than their length", () => {
  expect(environmentBlocksIn("<system-reminder>\n".repeat(50_000), "user")).toEqual([]);
  expect(environmentBlocksIn(`${"```\na\n```\n".repeat(50_000)}${`${block}\n`.repeat(2000)}`, "user")).toHaveLength(
    2000,
  );
});
