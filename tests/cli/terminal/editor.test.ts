import { expect, test } from "bun:test";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { editorFrom } from "../../../cli/terminal/editor.ts";
import { scratchFolder } from "../../support/scratch.ts";

const folder = scratchFolder();
const program = (name: string, mode = 0o755): string => {
  const file = join(folder, name);
  writeFileSync(file, "#!/bin/sh\n");
  chmodSync(file, mode);
  return file;
};
const [code, vi] = [program("code"), program("vi")];

test("the editor is a program and its words, and no shell reads them", () => {
  const env = { PATH: folder, EDITOR: "nano", VISUAL: `code --wait "two words" '$(x); y' a"b c"d` };

  expect(editorFrom(env)).toEqual([code, "--wait", "two words", "$(x); y", "ab cd"]);
  expect(editorFrom({ PATH: folder, VISUAL: " ", EDITOR: code })).toEqual([code]);
  expect(editorFrom({ PATH: folder })).toEqual([vi]);
});

test("what is found by way of the folder that one is in does not run", () => {
  for (const env of [
    { PATH: ":.:bin", EDITOR: "code" },
    { PATH: folder, EDITOR: "./code" },
    { PATH: folder, EDITOR: "bin/code" },
  ])
    expect(() => editorFrom(env)).toThrow(`no editor "${env.EDITOR}" (EDITOR)`);
});

test("a folder and a file that may not be run are no editors", () => {
  mkdirSync(join(folder, "dir"));
  program("plain", 0o644);

  for (const EDITOR of ["dir", "plain"]) expect(() => editorFrom({ PATH: folder, EDITOR })).toThrow("no editor");
  expect(() => editorFrom({ PATH: "" })).toThrow("No editor is set");
});
