import { takingOf } from "./taking.ts";
import { allOptions, type CommandWords, type OptionWord, type Words } from "./words.ts";

/** What zsh reads, sourced or as the file _proxy-cli on its fpath. */
export const zshScript = (words: Words): string => {
  const { commands, options } = words;
  const aliased = commands.filter(({ aliases }) => aliases.length > 0);
  return `#compdef proxy-cli
# Completion of proxy-cli for zsh; this text comes from: proxy-cli completions zsh

${names}${beginning}
      (${takingOf(words).join("|")}) ((i++)) ;;
      (*:-*) ;;
      (:*) case $word in
${aliased.map(({ name, aliases }) => `        (${aliases.join("|")}) name=${name} ;;`).join("\n")}
        (*) name=$word ;;
      esac ;;
      (*) said+=" $word" ;;
    esac
  done
  [[ $cur == --*=* ]] && { prev=\${cur%%=*}; cur=\${cur#*=}; compset -P '*=' }
  case $name:$prev in
${[...commands, { name: "*", options }].flatMap(valueCases).join("\n")}
  esac
  if [[ $cur == -* ]]; then
    case $name in
${commands.map((command) => `      (${command.name}) found=(${listed(allOptions(command, options))}) ;;`).join("\n")}
      (*) found=(${listed(options)}) ;;
    esac
    _describe -o option found
    return
  fi
  case $name:$said in
    (:) found=(${commands.map(({ name, summary }) => quoted(name, summary)).join(" ")}); _describe command found ;;
${commands.flatMap(argumentCases).join("\n")}
  esac
}

if [[ $funcstack[1] == _proxy-cli ]]; then _proxy-cli "$@"; else compdef _proxy-cli proxy-cli; fi`;
};

const names = `_proxy-cli-names() {
  local -a found
  case $1 in
    (text) return 1 ;;
    (files) _files; return ;;
    (programs) _command_names -e; return ;;
  esac
  found=("\${(@f)$(command proxy-cli __complete $1 2>/dev/null </dev/null)}")
  compadd -- "\${(@)found:#}"
}

`;

const beginning = `_proxy-cli() {
  local name= said= word cur=$words[CURRENT] prev=$words[CURRENT-1]
  local -a found
  integer i
  for ((i = 2; i < CURRENT; i++)); do
    word=$words[i]
    case $name:$word in
      (*:--) words=("\${(@)words[i+1,-1]}"); ((CURRENT -= i)); _normal; return ;;`;

/** One word in zsh's own quotes, with what it means; a colon would end the word. */
const quoted = (word: string, summary: string): string =>
  `'${`${word.replaceAll(":", "\\:")}:${summary}`.replaceAll("'", "'\\''")}'`;

const listed = (options: readonly OptionWord[]): string =>
  options.flatMap(({ words, summary }) => words.map((word) => quoted(word, summary))).join(" ");

const valueCases = ({ name, options }: Pick<CommandWords, "name" | "options">): readonly string[] =>
  options.flatMap(({ words, takes }) =>
    takes === null
      ? []
      : [`    (${words.map((word) => `${name}:${word}`).join("|")}) _proxy-cli-names ${takes}; return ;;`],
  );

const argumentCases = ({ name, names: own, actions }: CommandWords): readonly string[] => [
  ...(own === null ? [] : [`    (${name}:) _proxy-cli-names ${own} ;;`]),
  ...(actions.length === 0
    ? []
    : [
        `    (${name}:) found=(${actions.map((action) => quoted(action.name, action.summary)).join(" ")}); _describe action found ;;`,
      ]),
  ...actions.flatMap((action) =>
    action.names === null ? [] : [`    ("${name}: ${action.name}") _proxy-cli-names ${action.names} ;;`],
  ),
];
