import { takingOf } from "./taking.ts";
import type { CommandWords, OptionWord, Words } from "./words.ts";

/** What fish reads. */
export const fishScript = (words: Words): string => {
  const { commands, options } = words;
  const aliased = commands.filter(({ aliases }) => aliases.length > 0);
  return `# Completion of proxy-cli for fish; this text comes from: proxy-cli completions fish

function __proxy_cli_names
    command proxy-cli __complete $argv[1] 2>/dev/null </dev/null
end

# The command, the action and the names before the cursor, without options and their values.
function __proxy_cli_said
    set -l name ''
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip = 1
            set skip 0
            continue
        end
        switch "$name:$word"
            case ${takingOf(words).map(quoted).join(" ")}
                set skip 1
            case '*:-*'
            case '*'
                if test -z "$name"
                    switch $word
${aliased.map(({ name, aliases }) => `                        case ${aliases.join(" ")}\n                            set word ${name}`).join("\n")}
                    end
                    set name $word
                end
                echo $word
        end
    end
end

function __proxy_cli_is
    set -l said (__proxy_cli_said)
    test "$said" = "$argv"
end

function __proxy_cli_in
    set -l said (__proxy_cli_said)
    test "$said[1]" = "$argv[1]"
end

complete -c proxy-cli -f
${options.map((option) => line("", option)).join("\n")}
${commands.map(({ name, summary }) => `complete -c proxy-cli -n __proxy_cli_is -a ${name} -d ${quoted(summary)}`).join("\n")}
${commands.flatMap(linesOf).join("\n")}`;
};

const quoted = (text: string): string => `'${text.replaceAll(/[\\']/g, "\\$&")}'`;

const linesOf = ({ name, names, actions, options }: CommandWords): readonly string[] => [
  ...(names === null ? [] : [`complete -c proxy-cli -n '__proxy_cli_is ${name}' ${valuesOf(names)}`]),
  ...actions.map(
    (action) => `complete -c proxy-cli -n '__proxy_cli_is ${name}' -a ${action.name} -d ${quoted(action.summary)}`,
  ),
  ...actions.flatMap((action) =>
    action.names === null
      ? []
      : [`complete -c proxy-cli -n '__proxy_cli_is ${name} ${action.name}' ${valuesOf(action.names)}`],
  ),
  ...options.filter(({ summary }) => summary !== "").map((option) => line(` -n '__proxy_cli_in ${name}'`, option)),
];

const line = (where: string, { words, summary, takes }: OptionWord): string => {
  const spelled = words.map((word) => (word.startsWith("--") ? `-l ${word.slice(2)}` : `-s ${word.slice(1)}`));
  const value =
    takes === null ? "" : takes === "text" ? " -x" : takes === "files" ? " -r -F" : ` -x ${valuesOf(takes)}`;
  return `complete -c proxy-cli${where} ${spelled.join(" ")}${value} -d ${quoted(summary)}`;
};

const valuesOf = (names: string): string => {
  if (names === "files") return "-F";
  return names === "programs" ? "-a '(__fish_complete_command)'" : `-a '(__proxy_cli_names ${names})'`;
};
