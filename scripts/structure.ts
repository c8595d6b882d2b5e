import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Node, type Problem, parse, type Source } from "./source.ts";

/** What the files of a registry folder and its index.ts disagree about; null when the folder does not exist. */
export const registryProblems = (root: string, folder: string): Problem[] | null => {
  if (!existsSync(join(root, folder))) return null;
  const index = `${folder}/index.ts`;
  const entries = registryEntries(root, folder);
  if (!existsSync(join(root, index))) {
    return entries.map((path) => ({ path, line: 1, message: `has no ${index} to be listed in — add it.` }));
  }
  const listed = parse(index, readText(root, index)).imports.filter(({ isType }) => !isType);
  return entries.flatMap((path) => {
    const times = new Set(listed.filter(({ target }) => target === path).map(({ line }) => line)).size;
    if (times === 1) return [];
    return [
      { path, line: 1, message: `is in ${index} ${times} times — list it there once, or move it out of ${folder}.` },
    ];
  });
};

/** The files and the folders with an index.ts that are right below a registry folder. */
const registryEntries = (root: string, folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return existsSync(join(root, path, "index.ts")) ? [`${path}/index.ts`] : [];
    return entry.name.endsWith(".ts") && entry.name !== "index.ts" ? [path] : [];
  });

/** The lines of a running order that do not say why they stand where they stand. */
export const reasonProblems = (path: string, text: string): Problem[] => {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => /^export const \w+.*= \[/.test(line));
  const length = lines.slice(start + 1).findIndex((line) => /^\]/.test(line));
  if (start < 0 || length < 0)
    return [{ path, line: 1, message: "has no list that begins with `export const … = [` — keep one." }];
  return lines.slice(start + 1, start + 1 + length).flatMap((line, index) => {
    if (/^\s*\w+,? \/\/ \S+( \S+){2,}/.test(line) || /^\s*\/\//.test(line)) return [];
    const message = `"${line.trim()}" gives no reason for its place — end the line with \`// why it stands here\`.`;
    return [{ path, line: start + 2 + index, message }];
  });
};

/** The source files without a test of the same path. Files of types alone have nothing to test. */
export const twinProblems = (
  sources: readonly Source[],
  tests: ReadonlySet<string>,
  exceptions: readonly string[],
): Problem[] =>
  sources.flatMap(({ path, program }) => {
    const twin = `tests/${path.replace(/^src\//, "").replace(/\.ts$/, ".test.ts")}`;
    const isExcepted = exceptions.some((each) => path === each || (each.endsWith("/") && path.startsWith(each)));
    if (tests.has(twin) || isExcepted || hasOnlyTypes(program)) return [];
    return [{ path, line: 1, message: `has no twin ${twin} — write it, or except it there with a reason.` }];
  });

const typeStatements = /^(ImportDeclaration|TSTypeAliasDeclaration|TSInterfaceDeclaration|TSModuleDeclaration)$/;

const hasOnlyTypes = (program: Node): boolean =>
  Array.isArray(program["body"]) &&
  program["body"].every(
    (statement: Node) =>
      typeStatements.test(statement.type) ||
      (/^Export(Named|All)Declaration$/.test(statement.type) && statement["exportKind"] === "type"),
  );

/** What a drawn tree of folders and the disk disagree about, on the top and below src. */
export const treeProblems = (path: string, text: string, disk: readonly string[]): Problem[] => {
  const drawn = drawnFolders(text);
  if (drawn.length === 0)
    return [{ path, line: 1, message: "draws no tree — keep the block that begins with `proxy-cli/`." }];
  const missing = disk
    .filter((folder) => !drawn.includes(folder))
    .map((folder) => `leaves ${folder}/ out of its tree — add it.`);
  const gone = drawn
    .filter((folder) => !disk.includes(folder))
    .map((folder) => `draws ${folder}/, which is not there — remove it.`);
  return [...missing, ...gone].map((message) => ({ path, line: 1, message }));
};

/** The folders of a drawn tree: those on the top, and those below src. */
const drawnFolders = (text: string): string[] => {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.startsWith("proxy-cli/"));
  const block = lines.slice(
    start + 1,
    start < 0 ? 0 : lines.findIndex((line, index) => index > start && line.startsWith("```")),
  );
  let parent = "";
  return block.flatMap((line) => {
    const [, indent = "", names = ""] = /^([│ ]*)[├└]─ (.*)$/.exec(line) ?? [];
    const name = /^([\w.-]+)\/(\s|$)/.exec(names)?.[1];
    if (indent === "") parent = name ?? "";
    if (name === undefined) return [];
    if (indent === "") return [name];
    return parent === "src" && indent.length <= 4 ? [`src/${name}`] : [];
  });
};

/** The folders on the disk that a tree must draw: not hidden, not installed, not empty. */
export const foldersOf = (root: string): string[] => {
  const below = (folder: string): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules")
      .map(({ name }) => join(folder, name))
      .filter((path) => holdsFiles(join(root, path)));
  return [...below("."), ...(existsSync(join(root, "src")) ? below("src") : [])];
};

const holdsFiles = (folder: string): boolean =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).some((entry) => entry.isFile());

const readText = (root: string, path: string): string => readFileSync(join(root, path), "utf8");
