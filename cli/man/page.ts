import type { Command, Entry, Option } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { globalOptions } from "../global-options.ts";

/** A command with its entry in the registry. */
export type Listed = { readonly entry: Entry; readonly command: Command };

/** The manual page in roff, for `man` and its like. */
export const manualPage = (version: string, listed: readonly Listed[]): string =>
  [
    `.TH PROXY\\-CLI 1 "" "proxy\\-cli ${text(version)}" "User Commands"`,
    section("NAME", ["proxy\\-cli \\- a local LLM proxy: see, steer and save"]),
    section("SYNOPSIS", [".B proxy\\-cli", ".I command", "[options]"]),
    section("DESCRIPTION", description.map(text)),
    section("COMMANDS", listed.flatMap(commandLines)),
    section("OPTIONS OF EVERY COMMAND", globalOptions.flatMap(optionLines)),
    section(
      "EXIT STATUS",
      exitCodes.flatMap(({ code, meaning }) => item(String(code), meaning)),
    ),
    section(
      "ENVIRONMENT",
      variables.flatMap(([name, meaning]) => item(name, meaning)),
    ),
    section(
      "FILES",
      files.flatMap(([name, meaning]) => item(name, meaning)),
    ),
    section("SEE ALSO", [text("proxy-cli COMMAND --help; proxy-cli config explain NAME; proxy-cli doctor")]),
  ].join("\n");

const description = [
  "AI tools on this machine talk through it to their vendors. What nobody edits passes byte for byte, both ways.",
  "It shows who asked what, how long it took and how it ended, and one command sends new requests elsewhere",
  "while running answers end where they began.",
] as const;

const variables = [
  ["PROXY_CLI_HOME", "where its files are (default: ~/.proxy-cli)"],
  ["PROXY_CLI_SOCKET", "the control socket of the daemon to ask"],
  ["PROXY_TOKEN, PROXY_TOKEN_FILE", "the token of a daemon that is started, or the file that holds it"],
  ["PROXY_SERVER_PORT and others", "settings by their names in capitals: proxy-cli config explain NAME tells each"],
  ["NO_COLOR", "no colours"],
  ["COLUMNS", "how wide a line may be"],
  ["TERM", "dumb: nothing is painted over, and nothing coloured"],
  ["LC_ALL, LC_CTYPE, LANG", "signs beyond ASCII are shown where the first that is set names UTF-8"],
  ["VISUAL, EDITOR", "the editor of config edit and upstreams edit"],
] as const;

const files = [
  ["~/.proxy-cli/config.yaml", "settings; every one has a default"],
  ["~/.proxy-cli/servers.yaml", "upstreams and their keys, readable by you alone"],
  ["~/.proxy-cli/ledger.db", "one row of each request, never its text"],
  ["~/.proxy-cli/logs/daemon.log", "what the daemon writes down"],
  ["~/.proxy-cli/logs/audit.jsonl", "who changed what"],
  ["~/.proxy-cli/traces/", "requests and answers, where tracing is on"],
] as const;

const section = (title: string, lines: readonly string[]): string => [`.SH ${title}`, ...lines].join("\n");

const commandLines = ({ entry, command }: Listed): readonly string[] => {
  const shown = command.options.filter(({ summary }) => summary !== null);
  const usage = [entry.name, command.args, shown.length === 0 ? "" : "[options]"].filter((part) => part !== "");
  return [
    `.SS ${text(usage.join(" "))}`,
    text(
      `${sentence(command.summary)}${entry.aliases.length === 0 ? "" : ` Also called: ${entry.aliases.join(", ")}.`}`,
    ),
    ...(command.actions ?? []).flatMap(([name, summary]) => item(name, summary)),
    ...shown.flatMap(optionLines),
    ".PP",
    ".nf",
    ...command.examples.map((example) => `.RS\n${text(example)}\n.RE`),
    ".fi",
  ];
};

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

const optionLines = ({ flags, summary }: Option): readonly string[] => item(flags, summary ?? "");

const item = (name: string, meaning: string): readonly string[] => [".TP", `\\fB${text(name)}\\fR`, text(meaning)];

/** A line of text: no hyphen of it is a line break's, and neither a dot nor a quote at its start is a request. */
const text = (plain: string): string =>
  plain
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("'", "\\(aq")
    .replaceAll("`", "\\(ga")
    .replaceAll("~", "\\(ti")
    .replaceAll("^", "\\(ha")
    .replaceAll("…", "...")
    .replace(/^\./, "\\&.");
