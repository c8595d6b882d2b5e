import { CommanderError, Command as Parser } from "commander";
import { ProxyError } from "../src/core/errors.ts";
import { nearest } from "../src/lib/nearest.ts";
import { wordsOfAction } from "./action-words.ts";
import type { Command, Input } from "./command.ts";
import { flagsFrom } from "./flags.ts";
import { longName, optionsOf } from "./global-options.ts";

/** The arguments and options of one command. Throws `usage` with what commander finds wrong. */
export const parseInput = (name: string, command: Command, argv: readonly string[]): Input => {
  const parser = new Parser(name)
    .exitOverride()
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined })
    .helpOption(false)
    .showSuggestionAfterError(false)
    .allowExcessArguments(command.args.includes("..."))
    .passThroughOptions(command.passThrough ?? false);
  if (command.args !== "") parser.arguments(command.args);
  for (const { flags, summary } of optionsOf(command)) parser.option(flags, summary ?? "");
  try {
    parser.parse(argv, { from: "user" });
  } catch (thrown) {
    if (thrown instanceof CommanderError) throw usageError(name, command, thrown, parser.args);
    throw thrown;
  }
  checkStray(name, command, parser.args);
  return { args: parser.args, flags: flagsFrom(parser.opts(), name) };
};

/** Throws for a word behind an action that takes none. */
const checkStray = (name: string, { actions = [] }: Command, [action, word]: readonly string[]): void => {
  const [, summary] = actions.find(([one]) => one === action) ?? [];
  if (summary === undefined || word === undefined) return;
  if (wordsOfAction(summary).length > 0) return;
  throw new ProxyError("usage", `${name} ${action} takes no "${word}".`, {
    hint: `Try: proxy-cli ${name} ${action}`,
  });
};

const usageError = (
  name: string,
  command: Command,
  { code, message }: CommanderError,
  args: readonly string[],
): ProxyError => {
  const hint = `Try: ${["proxy-cli", name, "--help"].filter((word) => word !== "").join(" ")}`;
  if (code === "commander.excessArguments")
    return new ProxyError("usage", `too many arguments, the last is "${args.at(-1)}".`, { hint });
  const what = (message.split("\n")[0] ?? "").replace(/^error: /, "").replaceAll("'", '"');
  return new ProxyError("usage", `${what}.${code === "commander.unknownOption" ? guess(what, command) : ""}`, { hint });
};

/** The option that a mistyped one may have been. */
const guess = (what: string, command: Command): string => {
  const typed = /"(--[^"=]+)/.exec(what)?.[1] ?? "";
  const known = optionsOf(command).flatMap((option) => (option.summary === null ? [] : [longName(option).slice(2)]));
  const close = typed === "" ? null : nearest(typed.slice(2), [...known, "help"]);
  return close === null ? "" : ` Did you mean --${close}?`;
};
