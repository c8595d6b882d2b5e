import type { Command, Entry } from "../cli/command.ts";
import { commands } from "../cli/commands/index.ts";
import { globalOptions } from "../cli/global-options.ts";

/** Every command as it is when it is loaded. */
const loaded: readonly { readonly entry: Entry; readonly command: Command }[] = await Promise.all(
  commands.map(async (entry) => ({ entry, command: (await entry.load()).default })),
);

/** The page about the command line, made of the registry that runs it. */
export const cliPage = (): string => `# The command line

\`proxy-cli COMMAND [options]\`. \`proxy-cli COMMAND --help\` shows one of these on a screen, \`proxy-cli completions SHELL\`
makes a shell complete them, \`proxy-cli interactive\` is a menu of all. What is asked for goes to stdout, everything else to
stderr; [exit codes](exit-codes.md) and [answers for programs](answers.md) have their own pages, and so has the
[dashboard](dashboard.md).

## Options of every command

${rows(
  globalOptions.map(({ flags, summary }) => [`\`${flags}\``, summary ?? ""]),
  ["option", "what it does"],
)}

${loaded.map(section).join("\n\n")}
`;

const section = ({ entry: { name, aliases }, command }: (typeof loaded)[number]): string => {
  const { args, summary, examples, actions = [], options } = command;
  const shown = options.filter((option) => option.summary !== null);
  return [
    `## ${name}`,
    `${upperFirst(summary)}.${aliases.length === 0 ? "" : ` Also called ${aliases.map((alias) => `\`${alias}\``).join(", ")}.`}`,
    ["```sh", `proxy-cli ${[name, args].join(" ").trimEnd()}${shown.length === 0 ? "" : " [options]"}`, "```"].join(
      "\n",
    ),
    ...(actions.length === 0
      ? []
      : [
          rows(
            actions.map(([word, what]) => [`\`${word}\``, what]),
            ["action", "what it does"],
          ),
        ]),
    ...(shown.length === 0
      ? []
      : [
          rows(
            shown.map(({ flags, summary: what }) => [`\`${flags}\``, what ?? ""]),
            ["option", "what it does"],
          ),
        ]),
    ["```sh", ...examples, "```"].join("\n"),
  ].join("\n\n");
};

const rows = (cells: readonly (readonly [string, string])[], heads: readonly [string, string]): string =>
  [heads, ["---", "---"], ...cells].map(([left = "", right = ""]) => `| ${cell(left)} | ${cell(right)} |`).join("\n");

/** A bar would end the cell. */
const cell = (text: string): string => text.replaceAll("|", "\\|");

const upperFirst = (text: string): string => `${text[0]?.toUpperCase() ?? ""}${text.slice(1)}`;
