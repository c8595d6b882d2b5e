import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isatty } from "node:tty";
import { asProxyError, ProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";
import { isAlive } from "../daemon/alive.ts";
import type { Flags } from "../flags.ts";
import { problemLines } from "../output/problem-lines.ts";
import { runChild } from "../programs/child.ts";
import { editorFrom } from "./editor.ts";

type Editing = {
  /** The name of the copy: editors choose their colours by it. */
  readonly name: string;
  readonly text: string;
  /** Throws `config_invalid` where it could not be used. */
  readonly check: (text: string) => void;
  /** The command that begins anew. */
  readonly again: string;
};

/**
 * What a person makes of a text in their editor: it can be used, or a person has given up. The file itself is never
 * open there: what is saved half way must not come into force.
 */
export const editedCopy = async (context: Context, flags: Flags, editing: Editing): Promise<string> => {
  const { name, text, check, again } = editing;
  const editor = editorFrom(context.env);
  const folder = copyFolder(context);
  const copy = join(folder, name);
  try {
    writeFileSync(copy, text, { mode: 0o600 });
    for (;;) {
      await runEditor(context, [...editor, copy], again);
      const edited = readFileSync(copy, "utf8");
      const trouble = troubleIn(() => check(edited), again);
      if (trouble === null) return edited;
      if (!mayAsk(flags)) throw trouble;
      for (const line of problemLines(context, trouble.problems)) context.warn(line);
      if (!(await context.confirm("Go on editing?", again))) throw trouble;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** A folder of this process; those of processes that were killed go, because keys may stand in them. */
const copyFolder = ({ paths: { home }, pid }: Context): string => {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(home)) {
    const owner = /^edit-(\d+)-/.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) rmSync(join(home, name), { recursive: true, force: true });
  }
  return mkdtempSync(join(home, `edit-${pid}-`));
};

/** Where nobody answers, or the answer is known, asking again would never end. */
const mayAsk = (flags: Flags): boolean => isatty(0) && isatty(2) && flags.has("input") && !flags.has("yes");

const troubleIn = (check: () => void, again: string): ProxyError | null => {
  try {
    check();
    return null;
  } catch (thrown) {
    const { code, message, problems } = asProxyError(thrown);
    return new ProxyError(code, message, { hint: `Nothing was changed. Try: ${again}`, problems });
  }
};

const runEditor = async ({ env, onSignals }: Context, command: readonly string[], again: string): Promise<void> => {
  const known = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const code = await runChild({ command, env: Object.fromEntries(known), hasTerminal: isatty(0), onSignals });
  if (code !== 0)
    throw new ProxyError(
      code > 128 ? "interrupted" : "editor_failed",
      `The editor "${command[0]}" ended with ${code}.`,
      {
        hint: `Nothing was changed. Try: ${again}`,
      },
    );
};
