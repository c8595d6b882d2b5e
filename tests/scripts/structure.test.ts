import { describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "../../scripts/source.ts";
import { foldersOf, reasonProblems, registryProblems, treeProblems, twinProblems } from "../../scripts/structure.ts";
import { scratchFolder } from "../support/scratch.ts";

const scratch = scratchFolder();

const tree = (files: Readonly<Record<string, string>>): string => {
  const root = mkdtempSync(join(scratch, "tree-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
};

describe("a registry", () => {
  test("that forgets a file is told, also when it only names its type", () => {
    const root = tree({
      "r/a.ts": "",
      "r/b.ts": "",
      "r/c/index.ts": "",
      "r/index.ts": 'import { a } from "./a.ts";\nimport type { B } from "./b.ts";',
    });

    expect(
      registryProblems(root, "r")
        ?.map(({ path }) => path)
        .sort(),
    ).toEqual(["r/b.ts", "r/c/index.ts"]);
  });

  test("that lists a file twice is told", () => {
    const root = tree({ "r/a.ts": "", "r/index.ts": 'import { a } from "./a.ts";\nexport { a as b } from "./a.ts";' });

    expect(registryProblems(root, "r")).toHaveLength(1);
  });

  test("may load its files when they are called", () => {
    const root = tree({ "r/a.ts": "", "r/index.ts": 'export const list = [() => import("./a.ts")];' });

    expect(registryProblems(root, "r")).toEqual([]);
  });

  test("without an index is told", () => {
    expect(registryProblems(tree({ "r/a.ts": "" }), "r")).toHaveLength(1);
  });
});

test("a middleware without a reason is told with its line", () => {
  const text =
    "export const middleware = [\n  trace, // first: it sees everything\n  cache,\n  route, // soon\n] as const;\n";

  expect(reasonProblems("i.ts", text).map(({ line }) => line)).toEqual([3, 4]);
});

test("a source file without its test is told, a file of types is not", () => {
  const sources = [
    parse("src/lib/a.ts", "export const a = 1;"),
    parse("src/lib/b.ts", "export const b = 1;"),
    parse("src/core/c.ts", 'import type { A } from "../lib/a.ts";\nexport type C = A;'),
    parse("cli/output/d.ts", "export const d = 1;"),
  ];
  const tests = new Set(["tests/lib/a.test.ts"]);

  expect(twinProblems(sources, tests, ["cli/output/"]).map(({ path }) => path)).toEqual(["src/lib/b.ts"]);
});

test("a tree that forgets a folder or draws one too many is told", () => {
  const root = tree({
    "src/lib/a.ts": "",
    "src/core/a.ts": "",
    "docs/a.md": "",
    ".ci/run": "",
    "node_modules/a/b": "",
  });
  const text =
    "```\nproxy-cli/\n├─ README.md\n├─ src/   the daemon\n│  ├─ lib/   small\n│  │  └─ deep/  not compared\n│  └─ gone/  x\n└─ docs/\n```\n";

  expect(treeProblems("R", text, foldersOf(root)).map(({ message }) => message)).toEqual([
    "leaves src/core/ out of its tree — add it.",
    "draws src/gone/, which is not there — remove it.",
  ]);
});
