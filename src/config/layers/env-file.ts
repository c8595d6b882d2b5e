import { type Complain, problem, warning } from "../text/problems.ts";
import { shownLine } from "../text/shown.ts";
import type { Variable, Variables } from "./variables.ts";

const assignment = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/;

/** The variables of a file as `--env-file` takes it: `NAME=value` per line, quotes and comments as shells have them. */
export const readEnvFile = (text: string, file: string, complain: Complain): Variables => {
  const variables = new Map<string, Variable>();
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const where = { file, line: index + 1, column: null };
    const [, name, rest = ""] = assignment.exec(line) ?? [];
    const value = name === undefined ? null : readValue(rest);
    if (name === undefined || value === null) {
      const what = name === undefined ? "must be NAME=value" : "the quote is not closed in this line";
      complain(problem(where, name ?? "", what, { excerpt: shownLine(line) }));
      continue;
    }
    if (value === `\${${name}}`) continue; // the environment is stronger anyway
    if (variables.has(name)) complain(warning(where, name, "stands here twice; this one counts"));
    variables.set(name, { value, source: `env-file ${file}:${index + 1}`, where });
  }
  return variables;
};

/** Null where a quote is opened and not closed. */
const readValue = (text: string): string | null => {
  const quote = /^["']/.exec(text)?.[0];
  if (quote === undefined) return text.replace(/\s+#.*$|^#.*$/, "").trim();
  const [, inside] = (quote === '"' ? /^"((?:[^"\\]|\\.)*)"/ : /^'([^']*)'/).exec(text) ?? [];
  if (inside === undefined) return null;
  return quote === "'" ? inside : inside.replaceAll(/\\(.)/g, (_, sign: string) => escapes.get(sign) ?? sign);
};

const escapes: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);
