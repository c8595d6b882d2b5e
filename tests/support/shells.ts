import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { type Corner, runProgram } from "./program.ts";

/** Whether this machine has the program; where it has not, says aloud what is left out. */
export const has = (program: string, leftOut: string): boolean => {
  const isThere = Bun.which(program) !== null;
  if (!isThere) console.warn(`SKIPPED: no ${program} on this machine, so nobody has tried ${leftOut}.`);
  return isThere;
};

/** An environment in which `proxy-cli` is on PATH, as it is for people. */
export const withProxyCli = (corner: Corner): Readonly<Record<string, string>> => {
  symlinkSync(join(import.meta.dir, "../../cli/proxy-cli"), join(corner.folder, "proxy-cli"));
  return { ...corner.env, PATH: `${corner.folder}:${corner.env["PATH"]}` };
};

/** Words as a shell's text: in quotes, so that all of them arrive. */
const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(" ");

/** What bash offers for the last of these words. */
export const bashOffers = (words: readonly string[]): string => `source <(proxy-cli completions bash)
COMP_WORDS=(${quoted(words)}); COMP_CWORD=${words.length - 1}; _proxy_cli; printf '%s\\n' "\${COMPREPLY[@]}"`;

/** What zsh offers: its own functions that would draw a menu print instead. */
export const zshOffers = (words: readonly string[]): string => `compdef() { : }
source <(proxy-cli completions zsh)
compset() { : }
compadd() { shift; print -l -- "\${(@)\${(M)@:#\${words[CURRENT]##*=}*}}" }
_describe() { local all=$argv[-1]; print -l -- \${(M)\${(P)all}:#$words[CURRENT]*} }
words=(${quoted(words)}); CURRENT=${words.length}; _proxy-cli`;

/** What fish offers. */
export const fishOffers = (words: readonly string[]): string => `proxy-cli completions fish | source
complete -C "${words.join(" ")}"`;

/** Runs it in this shell; each line without what is said about its word. */
export const offered = async (
  shell: readonly string[],
  script: string,
  corner: Corner,
  env: Readonly<Record<string, string>>,
): Promise<readonly string[]> => {
  const { out, err, code } = await runProgram([...shell, script], env, corner.folder);
  if (err !== "" || code > 1) throw new Error(`${shell[0]} complained (${code}): ${err}`);
  return out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split(/[\t:]/)[0] ?? "");
};
