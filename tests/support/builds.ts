import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyProduct } from "./product-tree.ts";
import { scratchFolder } from "./scratch.ts";

/** A copy of the product with some of its files changed: the program as it was, or as it will be one day. */
export const treeWith = (changes: Readonly<Record<string, (text: string) => string>>): string => {
  const tree = scratchFolder();
  copyProduct(tree, { linked: true });
  for (const [file, change] of Object.entries(changes)) {
    const text = readFileSync(join(tree, file), "utf8");
    const changed = change(text);
    if (changed === text) throw new Error(`${file} has nothing to change.`);
    writeFileSync(join(tree, file), changed);
  }
  return tree;
};

/** The command line of a tree, as its launcher would start it. */
export const commandIn = (tree: string, words: readonly string[]): readonly string[] => {
  const at = (file: string): string => join(tree, file);
  const ours = [`--config=${at("bunfig.toml")}`, `--tsconfig-override=${at("tsconfig.json")}`, "--no-install"];
  return [process.execPath, "--no-env-file", ...ours, at("cli/main.ts"), ...words];
};
