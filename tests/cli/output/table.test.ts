import { expect, test } from "bun:test";
import { cutTo, tableLines } from "../../../cli/output/table.ts";

const columns = [{ title: "MODEL", flexible: true }, { title: "REQ", right: true }, { title: "WHY" }];

test("numbers stand under one another, also after wide characters", () => {
  const lines = tableLines({
    columns,
    rows: [
      ["日本語モデル", "5", "a"],
      ["gpt", "1,204", ""],
    ],
    width: 80,
  });

  expect(lines).toEqual(["MODEL           REQ  WHY", "日本語モデル      5  a", "gpt           1,204"]);
});

test("a line that is too long loses the end of its longest flexible cell", () => {
  const lines = tableLines({ columns, rows: [["a-very-long-model-name-indeed", "1", "x"]], width: 24 });

  expect(lines[1]).toBe("a-very-long-m…    1  x");
  expect(lines.every((line) => Bun.stringWidth(line) <= 24)).toBeTrue();
});

test("columns that give way are left out before a cell is cut, one after the other", () => {
  const giving = [
    { title: "MODEL", flexible: true },
    { title: "WRITTEN", givesWay: 1 },
    { title: "BY", givesWay: 2 },
  ];
  const head = (width: number) => tableLines({ columns: giving, rows: [["claude-sonnet", "1", "table"]], width });

  expect(head(29)[1]).toBe("claude-sonnet  1        table");
  expect(head(28)[1]).toBe("claude-sonnet  1");
  expect(head(21)).toEqual(["MODEL", "claude-sonnet"]);
  expect(head(9)[1]).toBe("claude-s…");
});

test("a cell is dressed after it has been measured", () => {
  const dress = (text: string): string => `<${text}>`;

  const lines = tableLines({
    columns: [{ title: "STATE" }, { title: "X" }],
    rows: [[{ text: "ok", dress }, "1"]],
    width: 80,
  });

  expect(lines[1]).toBe("<ok   >  1");
});

test("what a stranger named cannot break the table", () => {
  expect(tableLines({ columns: [{ title: "M" }], rows: [["a\nb\x1b[31m"]], width: 80 })[1]).toBe("a\\u{a}b\\u{1b}[31m");
});

test("a cut text says that it goes on and never splits a character", () => {
  expect([cutTo("hello", 5), cutTo("hello", 4), cutTo("日本語", 4), cutTo("abc", 0)]).toEqual([
    "hello",
    "hel…",
    "日…",
    "",
  ]);
});
