import { expect, test } from "bun:test";
import fc from "fast-check";
import { runs } from "../../../src/memory/live/runs.ts";

const written = (text: string): string => runs.apply(text, {}, () => null) ?? text;

test("a line that comes again and again is written once, with how often", () => {
  expect(written(`${"still waiting for the server\n".repeat(80)}up`)).toBe(
    "still waiting for the server\n[the line above 79 times more]\nup",
  );
});

test("so are lines that come again together", () => {
  const block = "warning: unused variable `x`\n  --> src/a.rs:1\n\n";
  expect(written(`${block.repeat(3)}error: 1`)).toBe(`${block}[the 3 lines above 2 times more]\nerror: 1`);
});

test("short lines stay: there is nothing to win", () => {
  expect(written("}\n}\n}\n")).toBe("}\n}\n}\n");
});

const told = (text: string): string => {
  const lines: string[] = [];
  for (const line of text.split("\n")) {
    const [, size, times] = /^\[the (?:(\d+) lines|line) above (?:(\d+) times more|once more)\]$/.exec(line) ?? [];
    if (!line.startsWith("[the ")) lines.push(line);
    else {
      const block = lines.slice(-Number(size ?? 1));
      for (let time = 0; time < Number(times ?? 1); time++) lines.push(...block);
    }
  }
  return lines.join("\n");
};

test("everything can be told from what is written", () => {
  const line = fc.constantFrom("a long line that says something", "another one that is as long", "", "}");
  fc.assert(
    fc.property(fc.array(fc.tuple(line, fc.integer({ min: 1, max: 9 })), { maxLength: 12 }), (parts) => {
      const text = parts.flatMap(([said, times]) => Array.from({ length: times }, () => said)).join("\n");
      expect(told(written(text))).toBe(text);
    }),
    { numRuns: 300 },
  );
});
