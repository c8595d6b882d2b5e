import { ProxyError } from "../../src/core/errors.ts";
import { nearest } from "../../src/lib/nearest.ts";
import type { ActionWord, Command, Names } from "../command.ts";
import { type Action, checkWords } from "../config/action.ts";
import type { Flags } from "../flags.ts";

/** Everything that it does, each loaded when it is asked for; the order of the help. */
type Known = { readonly summary: string; readonly names?: Names; readonly load: () => Promise<Action> };

const actions: Readonly<Record<string, Known>> = {
  show: {
    summary: "every setting, its value and where that comes from (also: -l, --list)",
    load: async () => (await import("../config/show.ts")).show,
  },
  get: {
    summary: "NAME: one value (also: --get NAME)",
    names: "settings",
    load: async () => (await import("../config/get.ts")).get,
  },
  set: {
    summary: "NAME VALUE: in config.yaml, whose comments stay (also: NAME=VALUE, --set)",
    names: "settings",
    load: async () => (await import("../config/set.ts")).set,
  },
  unset: {
    summary: "NAME: take it out, so that the default holds",
    names: "settings",
    load: async () => (await import("../config/unset.ts")).unset,
  },
  explain: {
    summary: "NAME: what it is for, what it may be, why it is what it is",
    names: "settings",
    load: async () => (await import("../config/explain.ts")).explain,
  },
  diff: {
    summary: "what is not as it comes, and what is not in force yet",
    load: async () => (await import("../config/diff.ts")).diff,
  },
  edit: {
    summary: "in your editor; only what is valid is taken (also: --edit)",
    load: async () => (await import("../config/edit.ts")).edit,
  },
  validate: {
    summary: "[FILE]: everything that is wrong, with its line",
    names: "files",
    load: async () => (await import("../config/validate.ts")).validate,
  },
  test: {
    summary: "[--file FILE] [--against ID]: validate, and say where a request of late would go by it",
    load: async () => (await import("../config/test.ts")).test,
  },
  undo: {
    summary: "take back the last change by a command; again: the one before",
    load: async () => (await import("../config/undo.ts")).undo,
  },
  redo: { summary: "do again what was taken back", load: async () => (await import("../config/undo.ts")).redo },
  init: {
    summary: "[FILE] [--full] [--force]: a commented file to begin with",
    names: "files",
    load: async () => (await import("../config/init.ts")).init,
  },
  import: {
    summary: "[FOLDER] [--dry-run] [--force]: that of an older proxy, ~/.anthropic-proxy",
    names: "files",
    load: async () => (await import("../config/import.ts")).importFolder,
  },
  schema: {
    summary: "[--servers]: the JSON schema, for editors",
    load: async () => (await import("../config/schema.ts")).schema,
  },
  path: { summary: "where the file is (also: --path)", load: async () => (await import("../config/path.ts")).path },
};

export default {
  args: "[action] [words...]",
  summary: "every setting in force and where it comes from",
  actions: Object.entries(actions).map(
    ([name, { summary, names }]): ActionWord => (names === undefined ? [name, summary] : [name, summary, names]),
  ),
  options: [
    ...["-l, --list", "--get <setting>", "--set <setting>", "--unset <setting>", "--edit", "--path"],
    ...["--full", "--servers", "--force", "--dry-run", "--file <file>", "--against <request>"],
  ].map((flags) => ({ flags, summary: null })), // spelled beside the actions that they belong to
  examples: [
    "proxy-cli config set log.level debug",
    "proxy-cli config explain server.port",
    "proxy-cli config undo",
    "proxy-cli config test --against last",
  ],
  run: async (context, { args, flags }) => {
    const [name, words] = meant(args, flags);
    const action = await (actions[name === "list" ? "show" : name] ?? unknown(name)).load();
    checkWords(name, action, words);
    return action.run(context, words, flags);
  },
} satisfies Command;

/** Both spellings: `config --get NAME` is `config get NAME`. */
const meant = (args: readonly string[], flags: Flags): readonly [string, readonly string[]] => {
  const spelled = (["set", "get", "unset"] as const).find((name) => flags.text(name) !== null);
  if (spelled !== undefined) return [spelled, pair(spelled, [flags.text(spelled) ?? "", ...args])];
  const bare = ["edit", "path", "list"].find((name) => flags.has(name));
  if (bare !== undefined) return [bare, args];
  const [action = "show", ...words] = args;
  return [action, pair(action, words)];
};

/** `NAME=VALUE` in one word; names have no `=`. */
const pair = (action: string, words: readonly string[]): readonly string[] => {
  const [word = ""] = words;
  const at = word.indexOf("=");
  return action === "set" && words.length === 1 && at > 0 ? [word.slice(0, at), word.slice(at + 1)] : words;
};

const unknown = (word: string): never => {
  const known = Object.keys(actions);
  const close = nearest(word, known);
  throw new ProxyError("usage", `config does not know "${word}". It knows ${known.join(", ")}.`, {
    hint: `Try: proxy-cli config ${close ?? `get ${word}`}`,
  });
};
