import { describe, expect, test } from "bun:test";
import { editingModes } from "../../../src/core/memory.ts";
import { liveShrinkers } from "../../../src/memory/live/index.ts";
import { aboutOf } from "../../support/about.ts";

/** A megabyte each of what makes careless readers go over it again and again. */
const hostile: Readonly<Record<string, string>> = {
  "one letter": "a".repeat(1_000_000),
  "line ends": "\n".repeat(1_000_000),
  "lines that are alike": "still waiting for it\n".repeat(50_000),
  "lines that all differ": Array.from({ length: 60_000 }, (_, at) => `line ${at} of all`).join("\n"),
  "open brackets": "[".repeat(1_000_000),
  "open braces": '{"a":'.repeat(200_000),
  "nested lists": `${"[".repeat(39)}${"1,".repeat(400_000)}1${"]".repeat(39)}`,
  backslashes: `["${"\\".repeat(1_000_000)}`,
  escapes: "\u001b]".repeat(500_000),
  "half an escape": `\u001b[${"0;".repeat(500_000)}`,
  "lines written over": "10%\r".repeat(250_000),
  "steps back": "ab\b".repeat(330_000),
  "open tags": `<html>${"<a href=x ".repeat(100_000)}`,
  "scripts without an end": `<html>${"<script>".repeat(120_000)}`,
  attributes: `<html><a ${"href ".repeat(200_000)}>`,
  entities: `<html>${"&#".repeat(500_000)}`,
  "a path without an end": `${"a/".repeat(240)}\n`.repeat(2_000),
  "a folder for each path": Array.from({ length: 50_000 }, (_, at) => `src/${at}/a${at}.ts`).join("\n"),
  base64: "aB3+".repeat(250_000),
  "nearly base64": `${"aB3+".repeat(49)} `.repeat(5_000),
  "a lock file": "[[package]]\n".repeat(80_000),
  "a drawing": `${"│   ".repeat(50)}├── a\n`.repeat(5_000),
  numbers: "     1→".repeat(140_000),
  blanks: " ".repeat(1_000_000),
};

describe.each(liveShrinkers.map((shrinker) => [shrinker.name, shrinker] as const))("%s", (_name, { suits, apply }) => {
  test.each(Object.entries(hostile))("is done with a megabyte of %s before anybody waits", (_what, said) => {
    const begun = performance.now();
    for (const mode of editingModes) {
      const how = suits(said, aboutOf({ label: "make" }, said, mode));
      if (how !== null) apply(said, how, () => null);
    }
    expect(performance.now() - begun).toBeLessThan(5_000); // what is not linear takes minutes
  });
});
