import { expect, test } from "bun:test";
import { drawing } from "../../../src/memory/live/drawing.ts";

test("a drawn tree becomes names that stand as deep as they are", () => {
  const drawn =
    ".\n├── src\n│\u00a0\u00a0 ├── core\n│   │   └── chat.ts\n│   └── main.ts\n└── README.md\n\n2 directories, 3 files";
  expect(drawing.apply(drawn, {}, () => null)).toBe(
    ".\n src\n  core\n   chat.ts\n  main.ts\n README.md\n\n2 directories, 3 files",
  );
});

test("beside lines that are indented already it stays: one could be taken for the other", () => {
  expect(drawing.apply("  - a list\n├── src", {}, () => null)).toBeNull();
});
