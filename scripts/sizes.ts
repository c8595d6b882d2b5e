import { isNode, type Node, type Problem, readSources, report, type Source, walk } from "./source.ts";

/** The most lines a file may have. */
const maxFileLines = 300;
/** The most lines a function may have, with what is inside it. */
const maxFunctionLines = 50;
/** Names of drawers: what is put there has no home. */
const drawers = /^(utils?|helpers?|types|common|constants?|managers?|misc)$|-(utils?|helpers?|manager)$/;

/** Every file, function and name that is larger or vaguer than it may be. */
export const sizeProblems = (sources: readonly Source[]): Problem[] =>
  sources.flatMap((source) => [...nameProblems(source), ...lengthProblems(source), ...functionProblems(source)]);

const nameProblems = ({ path }: Source): Problem[] => {
  const drawer = path
    .replace(/\.(test\.)?ts$/, "")
    .split("/")
    .find((part) => drawers.test(part));
  if (drawer === undefined) return [];
  return [{ path, line: 1, message: `is a drawer ("${drawer}") — name the file after what its main export is.` }];
};

const lengthProblems = ({ path, lines }: Source): Problem[] => {
  if (lines <= maxFileLines) return [];
  return [
    {
      path,
      line: 1,
      message: `has ${lines} lines, ${maxFileLines} are allowed — it holds two ideas; give each its file.`,
    },
  ];
};

const functionProblems = ({ path, program, lineAt }: Source): Problem[] => {
  // A test file's describe() is a folder of tests, not a function to read at once.
  if (path.startsWith("tests/")) return [];
  const problems: Problem[] = [];
  walk(program, (node) => {
    if (!isFunction(node)) return;
    const line = lineAt(node.start);
    const lines = lineAt(node.end) - line + 1;
    if (lines <= maxFunctionLines) return;
    const message = `has a function of ${lines} lines, ${maxFunctionLines} are allowed — give its steps names of their own.`;
    problems.push({ path, line, message });
  });
  return problems;
};

const isFunction = (node: Node): boolean =>
  ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"].includes(node.type) && isNode(node["body"]);

if (import.meta.main) report(sizeProblems(readSources(".", ["src", "cli", "scripts", "tests"])));
