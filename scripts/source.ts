import { readFileSync } from "node:fs";
import { join, normalize } from "node:path";
import { parse as parseText } from "@babel/parser";

/** One import, export-from or import() of a file; relative ones as a path from the root. */
export type Import = {
  readonly target: string;
  readonly isType: boolean;
  readonly isLazy: boolean;
  readonly line: number;
};

/** A node of the syntax tree, as far as the rules need to know it. */
export type Node = { readonly type: string; readonly start: number; readonly end: number } & Record<string, unknown>;

/** A TypeScript file, parsed. */
export type Source = {
  readonly path: string;
  readonly lines: number;
  readonly program: Node;
  readonly imports: readonly Import[];
  readonly lineAt: (offset: number) => number;
};

/** Something that breaks a rule: where, what, and what to do instead. */
export type Problem = { readonly path: string; readonly line: number; readonly message: string };

/** Parses one file's text; the path is relative to the root. */
export const parse = (path: string, text: string): Source => {
  const file = parseText(text, { sourceType: "module", sourceFilename: path, plugins: ["typescript", "estree"] });
  const program = file.program as unknown as Node;
  const starts = [...text.matchAll(/\n/g)].map(({ index }) => index);
  const lineAt = (offset: number): number => starts.filter((start) => start < offset).length + 1;
  const imports: Import[] = [];
  walk(program, (node) => {
    const from = isNode(node["source"]) ? node["source"]["value"] : null;
    if (typeof from !== "string" || !importing.test(node.type)) return;
    const target = from.startsWith(".") ? normalize(join(path, "..", from)) : from;
    const isLazy = node.type === "ImportExpression";
    imports.push({ target, isType: importsOnlyTypes(node), isLazy, line: lineAt(node.start) });
  });
  return { path, lines: starts.length, program, imports, lineAt };
};

const importing = /^(ImportDeclaration|ExportNamedDeclaration|ExportAllDeclaration|ImportExpression)$/;

const importsOnlyTypes = (node: Node): boolean => {
  if (node["importKind"] === "type" || node["exportKind"] === "type") return true;
  const names = node["specifiers"];
  if (!Array.isArray(names) || names.length === 0) return false;
  return names.every((name: Node) => name["importKind"] === "type" || name["exportKind"] === "type");
};

/** Every TypeScript file of these folders that exists. */
export const readSources = (root: string, folders: readonly string[]): Source[] =>
  [...new Bun.Glob(`{${folders.join(",")}}/**/*.ts`).scanSync(root)]
    .sort()
    .map((path) => parse(path, readFileSync(join(root, path), "utf8")));

/** Calls `visit` for a node and all below it. */
export const walk = (node: Node, visit: (node: Node) => void): void => {
  visit(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit);
  }
};

/** Whether a value is a node of the tree. */
export const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string" && "start" in value;

/** Prints what is wrong and ends the script: 0 when nothing is. */
export const report = (problems: readonly Problem[]): never => {
  for (const { path, line, message } of problems) console.error(`${path}:${line} ${message}`);
  process.exit(problems.length === 0 ? 0 : 1);
};
