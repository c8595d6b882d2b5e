import { CommanderError, Command as Parser } from "commander";
import { ProxyError } from "../src/core/errors.ts";
import type { Command, Input } from "./command.ts";
import { flagsFrom } from "./flags.ts";
import { globalOptions } from "./help.ts";

/** The arguments and options of one command. Throws `usage` with what commander finds wrong. */
export const parseInput = (name: string, command: Command, argv: readonly string[]): Input => {
  const parser = new Parser(name)
    .exitOverride()
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined })
    .helpOption(false)
    .allowExcessArguments(command.args.includes("..."))
    .passThroughOptions(command.passThrough ?? false);
  if (command.args !== "") parser.arguments(command.args);
  for (const { flags, summary } of [...globalOptions, ...command.options]) parser.option(flags, summary ?? "");
  try {
    parser.parse(argv, { from: "user" });
  } catch (thrown) {
    if (thrown instanceof CommanderError) throw usageError(name, thrown, parser.args);
    throw thrown;
  }
  return { args: parser.args, flags: flagsFrom(parser.opts(), name) };
};

const usageError = (name: string, { code, message }: CommanderError, args: readonly string[]): ProxyError => {
  const hint = `Try: ${["proxy-cli", name, "--help"].filter((word) => word !== "").join(" ")}`;
  if (code === "commander.excessArguments")
    return new ProxyError("usage", `too many arguments, the last is "${args.at(-1)}".`, { hint });
  const [what = "", guess] = message
    .replace(/^error: /, "")
    .replaceAll("'", '"')
    .split("\n");
  const suggestion = guess === undefined ? "" : ` ${guess.replace(/^\((.*)\)$/, "$1")}`;
  return new ProxyError("usage", `${what}.${suggestion}`, { hint });
};
