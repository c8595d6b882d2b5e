import type { Context } from "../command.ts";
import { redirectsAround } from "../doctor/project.ts";
import { withTilde } from "../output/home.ts";
import type { Variables } from "./base-urls.ts";
import type { Tool } from "./tools.ts";

/**
 * Whether a person lets a tool obey files that send its requests past the proxy. A repository that has just been cloned
 * may hold such a file. What only sets variables (`.env`) needs no question: ours are there already, and stay.
 */
export const agreesToSettings = async (
  { folder, env, warn, confirm }: Pick<Context, "folder" | "env" | "warn" | "confirm">,
  { overruledBy }: Pick<Tool, "overruledBy">,
  program: string,
): Promise<boolean> => {
  if (folder === null || overruledBy.length === 0) return true;
  const found = redirectsAround(folder, env["HOME"] ?? "", overruledBy);
  if (found.length === 0) return true;
  // Also to who has said yes beforehand, or cannot be asked: neither knows what is in these files.
  for (const { file, what } of found) warn(withTilde(`warning: ${file} ${what}`, env["HOME"]));
  const question = `${found.length === 1 ? "A file here has" : "Files here have"} more say than the proxy. Run ${program} all the same?`;
  return confirm(question, `proxy-cli run -- ${program}`);
};

/** What a project's .env sets beside what we set ourselves: a program that reads that file obeys it there. */
export const dotenvWarnings = ({ folder, env }: Pick<Context, "folder" | "env">, ours: Variables): readonly string[] =>
  (folder === null ? [] : redirectsAround(folder, env["HOME"] ?? "", [".env"]))
    .filter(({ what }) => !Object.hasOwn(ours, /^sets (\w+)/.exec(what)?.[1] ?? "") && !isProxy.test(what))
    .map(({ file, what }) => withTilde(`warning: ${file} ${what}`, env["HOME"]));

/** The way to this machine is excepted from every proxy. */
const isProxy = /^sets \w+_PROXY\b/i;
