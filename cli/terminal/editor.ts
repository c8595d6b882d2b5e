import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { ProxyError } from "../../src/core/errors.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The person's editor as a program and its arguments; no shell reads it. A program without a folder is looked for on
 * PATH, without its relative parts: the folder that one happens to be in does not choose what runs. Throws `usage`.
 */
export const editorFrom = (env: Environment): readonly string[] => {
  const chosen = ["VISUAL", "EDITOR"].find((name) => (env[name] ?? "").trim() !== "");
  const [program = "vi", ...args] = chosen === undefined ? [] : wordsOf(env[chosen] ?? "");
  const found = program.includes("/") ? absolute(program) : onPath(program, env["PATH"] ?? "");
  if (found !== null) return [found, ...args];
  const what =
    chosen === undefined ? "No editor is set, and there is no vi." : `There is no editor "${program}" (${chosen}).`;
  throw new ProxyError("usage", what, { hint: "Try: EDITOR=/usr/bin/nano proxy-cli config edit" });
};

/** Words between spaces; quotes of either kind hold some together. */
const wordsOf = (text: string): readonly string[] =>
  [...text.matchAll(/(?:"([^"]*)"|'([^']*)'|([^\s"']+))+/g)].map(([word]) =>
    word.replaceAll(
      /"([^"]*)"|'([^']*)'/g,
      (_, double: string | undefined, single: string | undefined) => double ?? single ?? "",
    ),
  );

const absolute = (program: string): string | null => (isAbsolute(program) && canRun(program) ? program : null);

const onPath = (program: string, path: string): string | null =>
  path
    .split(delimiter)
    .filter(isAbsolute)
    .map((folder) => join(folder, program))
    .find(canRun) ?? null;

const canRun = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false; // not there, or not for us
  }
};
