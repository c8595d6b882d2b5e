import { expect, test } from "bun:test";
import { earlierThan } from "../../../src/memory/engine/earlier.ts";
import { aboutOf } from "../../support/about.ts";
import { conversation } from "../../support/shrunk.ts";

const body = (name: string): string =>
  Array.from({ length: 60 }, (_, at) => `  ${name}Total += readCounter(${at}) * weightFor(${name}, ${at});`).join("\n");
const file = ["alpha", "beta", "gamma"].map((name) => `export const ${name} = () => {\n${body(name)}\n};`).join("\n");
const call = { name: "Read", label: "src/a.ts", file: "src/a.ts", does: "read" } as const;

test("what a model asks for again comes whole", () => {
  const [first, second] = conversation([
    { text: file, call },
    { text: file, call },
  ]);
  expect(first).toContain("left out: proxy-cli memory show");
  expect(second).toBe(file);
});

test("so does a part of the same file", () => {
  const part = file.slice(0, file.length / 2);
  const [, second] = conversation([
    { text: file, call },
    { text: part, call: { ...call, hash: "with an offset" } },
  ]);
  expect(second).toBe(part);
});

test("not where it was written in between: then it is another text", () => {
  const changed = file.replaceAll("Counter", "Meter");
  const wrote = { name: "Edit", label: "src/a.ts", file: "src/a.ts", does: "write" } as const;
  const [, second] = conversation([
    { text: file, call },
    { text: changed, call, calls: [wrote] },
  ]);
  expect(second).toContain("left out: proxy-cli memory show");
});

test("other lines of that file are not asked for again", () => {
  const part = file.replaceAll("weightFor", "heightFor").replaceAll("export const", "export let");
  const [, second] = conversation([
    { text: file, call },
    { text: part, call: { ...call, hash: "with an offset" } },
  ]);
  expect(second).toContain("left out: proxy-cli memory show");
});

test("a command that is run again comes whole, but where something was written in between", () => {
  const command = { name: "Bash", label: "cat everything" };
  const wrote = { name: "Edit", label: "src/a.ts", file: "src/a.ts", does: "write" } as const;
  const secondAfter = (calls: readonly (typeof wrote)[]) =>
    conversation([
      { text: file, call: command },
      { text: `${file}\nand more`, call: command, calls },
    ])[1];
  expect(secondAfter([])).toBe(`${file}\nand more`);
  expect(secondAfter([wrote])).toContain("left out: proxy-cli memory show");
});

test("what was left out and is read back comes whole", () => {
  const shown = { name: "Bash", label: "proxy-cli memory show m_0123456789" };
  expect(conversation([{ text: file, call: shown }])).toEqual([file]);
});

test("texts of earlier pieces are read when they are asked for, not to find out which they are", () => {
  const looked: string[] = [];
  const piece = { ...aboutOf(call, file).piece, key: "later", entry: 3 };
  const before = { ...piece, key: "before", entry: 1 };
  const earlier = earlierThan(piece, {
    transcript: { entries: [] },
    pieces: [before, piece],
    decisionOf: () => undefined,
    lookup: (key) => {
      looked.push(key);
      return file;
    },
  });
  const [one] = [...earlier.texts()];
  expect([one?.piece.key, looked]).toEqual(["before", []]);
  expect([one?.text(), looked]).toEqual([file, ["before"]]);
});

test("lines are only pointed to where they stand as they came: what has lost some at once is counted otherwise", () => {
  const json = (last: number): string =>
    JSON.stringify(
      Array.from({ length: 120 }, (_, at) => ({ id: at, name: `item ${at * 7}`, last })),
      null,
      2,
    );
  const listed = { name: "Bash", label: "curl /items" };
  const [first, second] = conversation(
    [
      { text: json(1), call: listed },
      { text: json(1).replace('"item 7"', '"another"'), call: listed },
    ],
    "lossless",
  );
  expect(first?.split("\n").length).toBeLessThan(json(1).split("\n").length);
  expect(second).not.toContain("= 1-");
});
