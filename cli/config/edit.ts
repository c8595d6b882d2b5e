import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isatty } from "node:tty";
import { asProxyError, ProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";
import type { Flags } from "../flags.ts";
import { withTilde } from "../output/home.ts";
import { runChild } from "../programs/child.ts";
import { editorFrom } from "../terminal/editor.ts";
import { type Action, configFile } from "./action.ts";
import { takeEffect, whenItCounts } from "./take-effect.ts";
import { problemLines } from "./validate.ts";

/** Opens a copy of config.yaml in the editor and puts it in the file's place when it is valid. */
export const edit: Action = {
  words: "",
  run: async (context, _, flags) => {
    const { saveText, textOf } = await import("../../src/offline/save.ts");
    const { paths, env, json, data, say, paint, now } = context;
    const file = await configFile(context);
    const place = { paths, env, file, now: now() };
    const seen = textOf(place);
    const text = await editedCopy(context, flags, file, seen);
    if (text !== seen) await saveText(place, text, "edit", seen);
    const reloaded = text === seen ? null : await takeEffect(context);
    if (json) return data({ file, changed: text !== seen, running: reloaded !== null });
    if (text === seen) return say("nothing was changed");
    say(`${paint("ok", "ok")}  ${withTilde(file, env["HOME"])} is changed   back: proxy-cli config undo`);
    const when = whenItCounts(reloaded);
    if (when !== null) say(`    ${when}`);
  },
};

/** The file itself is never open in the editor: what is saved half way must not come into force. */
const editedCopy = async (context: Context, flags: Flags, file: string, text: string): Promise<string> => {
  const { checkText } = await import("../../src/offline/save.ts");
  const { paths, env, warn } = context;
  const editor = editorFrom(env);
  mkdirSync(paths.home, { recursive: true, mode: 0o700 });
  const folder = mkdtempSync(join(paths.home, "edit-"));
  const copy = join(folder, "config.yaml");
  try {
    writeFileSync(copy, text, { mode: 0o600 });
    for (;;) {
      await runEditor(context, [...editor, copy]);
      const edited = readFileSync(copy, "utf8");
      const trouble = troubleIn(() => checkText(file, edited));
      if (trouble === null) return edited;
      if (!mayAsk(flags)) throw trouble;
      for (const line of problemLines(context, trouble.problems)) warn(line);
      if (!(await context.confirm("Go on editing?", "proxy-cli config edit"))) throw trouble;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Where nobody answers, or the answer is known, asking again would never end. */
const mayAsk = (flags: Flags): boolean => isatty(0) && isatty(2) && flags.has("input") && !flags.has("yes");

const troubleIn = (check: () => void): ProxyError | null => {
  try {
    check();
    return null;
  } catch (thrown) {
    const { code, message, problems } = asProxyError(thrown);
    return new ProxyError(code, message, { hint: "Nothing was changed. Try: proxy-cli config edit", problems });
  }
};

const runEditor = async ({ env, onSignals }: Context, command: readonly string[]): Promise<void> => {
  const known = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const code = await runChild({ command, env: Object.fromEntries(known), hasTerminal: isatty(0), onSignals });
  if (code !== 0)
    throw new ProxyError("interrupted", `The editor "${command[0]}" ended with ${code}.`, {
      hint: "Nothing was changed. Try: proxy-cli config edit",
    });
};
