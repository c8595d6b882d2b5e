import { expect, test } from "bun:test";
import fc from "fast-check";
import { fromCopies } from "../../../src/memory/lines/copies.ts";
import { conversation } from "../../support/shrunk.ts";

const lines = Array.from({ length: 60 }, (_, at) => `const value_${at} = compute(${at});`);
const call = { name: "Read", label: "src/a.ts", file: "src/a.ts", does: "read" } as const;

test("a file that is read again after a change is told by what has changed", () => {
  const changed = lines.with(30, "const value_30 = 0;").join("\n");
  const [first, second] = conversation(
    [
      { text: lines.join("\n"), call },
      { text: changed, call },
    ],
    "lossless",
  );
  expect(first).toBe(lines.join("\n"));
  expect(second).toBe(
    '[as what `Read src/a.ts` gave above; "= a-b" stands for its lines a to b]\n= 1-30\nconst value_30 = 0;\n= 32-60',
  );
});

test("another file is not told by this one's numbers of lines", () => {
  const other = lines.with(30, "x").join("\n");
  const said = { text: other, call: { ...call, label: "src/b.ts", file: "src/b.ts", hash: "other" } };
  expect(conversation([{ text: lines.join("\n"), call }, said], "lossless")[1]).not.toContain("= 1-30");
});

test("whatever changes between two runs, the second can be told from what goes out", () => {
  const change = fc.array(fc.tuple(fc.nat(59), fc.string({ maxLength: 20 })), { maxLength: 8 });
  fc.assert(
    fc.property(change, (changes) => {
      const text = changes.reduce((all, [at, line]) => all.with(at, line), lines).join("\n");
      const [first = "", second = ""] = conversation(
        [
          { text: lines.join("\n"), call },
          { text, call },
        ],
        "lossless",
      );
      const told = second.startsWith("[as what") ? fromCopies(second.slice(second.indexOf("\n") + 1), first) : second;
      if (!second.startsWith("[the same")) expect(told).toBe(text);
    }),
    { numRuns: 100 },
  );
});
