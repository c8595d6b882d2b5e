import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The checkout that the tests run in. */
export const repository: string = join(import.meta.dir, "../..");

/** What a package of the product holds, and what npm needs to install it. */
const parts = [
  "cli",
  "src",
  "config",
  "bunfig.toml",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
  ".npmrc",
  "LICENSE",
];

/** Copies the product to a folder; `linked` gives it the checkout's installed packages. Returns its launcher. */
export const copyProduct = (folder: string, { linked }: { readonly linked: boolean }): string => {
  mkdirSync(folder, { recursive: true });
  for (const part of parts) cpSync(join(repository, part), join(folder, part), { recursive: true });
  if (linked) symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  if (!existsSync(join(folder, "cli/main.ts"))) writeFileSync(join(folder, "cli/main.ts"), standIn);
  return join(folder, "cli/proxy-cli");
};

/** A command line that is enough to see whether the launcher reached it. */
const standIn = `import info from "../package.json";
const [command] = process.argv.slice(2);
if (command === "--version") console.log(info.version);
else if (command === "--help") console.log("Usage: proxy-cli");
else { console.error("error: the proxy is not running"); process.exit(3); }
`;

/** Writes files below a folder, with the folders that they need. */
export const writeTree = (root: string, files: Readonly<Record<string, string>>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    rmSync(join(root, path), { force: true });
    writeFileSync(join(root, path), text);
  }
};

/** What a program said and how it ended. */
export type Ran = { readonly out: string; readonly err: string; readonly code: number };

/** Runs a program to its end. */
export const run = async (
  command: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
): Promise<Ran> => {
  const child = Bun.spawn([...command], { ...options, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const [out, err, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  return { out, err, code };
};
