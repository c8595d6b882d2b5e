import { takingOf } from "./taking.ts";
import { allOptions, type NamedWord, type OptionWord, type Words } from "./words.ts";

/** What bash reads; it also runs in the old bash of macOS. */
export const bashScript = ({ commands, options }: Words): string => {
  const aliased = commands.filter(({ aliases }) => aliases.length > 0);
  return `# Completion of proxy-cli for bash; this text comes from: proxy-cli completions bash

${helpers}${beginning}  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case $name:$word in
      *:--) compopt -o default 2>/dev/null; return ;;
      ${takingOf({ commands, options }).join(" | ")})
        [[ \${COMP_WORDS[i + 1]} == = ]] && ((i++))
        ((i++)) ;;
      *:-* | *:=) ;;
      :*) case $word in
${aliased.map(({ name, aliases }) => `        ${aliases.join(" | ")}) name=${name} ;;`).join("\n")}
        *) name=$word ;;
      esac ;;
      *) said+=" $word" ;;
    esac
  done
  case $name:$prev in
${valueCases({ commands, options })}
  esac
  if [[ $cur == -* ]]; then
    case $name in
${commands.map((command) => `      ${command.name}) _proxy_cli_offer ${flat(allOptions(command, options))} ;;`).join("\n")}
      *) _proxy_cli_offer ${flat(options)} ;;
    esac
    return
  fi
  case $name:$said in
    :) _proxy_cli_offer ${commands.map(({ name }) => name).join(" ")} ;;
${commands.flatMap(({ name, names, actions }) => argumentCases(name, names, actions)).join("\n")}
  esac
}

complete -F _proxy_cli proxy-cli`;
};

const helpers = `_proxy_cli_offer() {
  local word
  for word in "$@"; do [[ $word == "$cur"* ]] && COMPREPLY+=("$word"); done
}

_proxy_cli_names() {
  local word
  case $1 in
    text) return ;;
    files) compopt -o filenames 2>/dev/null ;;
  esac
  while IFS= read -r word; do
    case $1 in
      files | programs) COMPREPLY+=("$word") ;;
      *) [[ $word == "$cur"* ]] && COMPREPLY+=("$(printf %q "$word")") ;;
    esac
  done < <(
    case $1 in
      files) compgen -f -- "$cur" ;;
      programs) compgen -c -- "$cur" ;;
      *) command proxy-cli __complete "$1" 2>/dev/null </dev/null ;;
    esac
  )
}

`;

const beginning = `_proxy_cli() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} name= said= word i
  COMPREPLY=()
  if [[ $cur == = ]]; then
    cur=
  elif [[ $prev == = ]]; then
    prev=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
`;

const valueCases = ({ commands, options }: Words): string =>
  [...commands.map(({ name, options: own }) => [name, own] as const), ["*", options] as const]
    .flatMap(([name, own]) =>
      own.flatMap(({ words, takes }) =>
        takes === null
          ? []
          : [`    ${words.map((word) => `${name}:${word}`).join(" | ")}) _proxy_cli_names ${takes}; return ;;`],
      ),
    )
    .join("\n");

const flat = (options: readonly OptionWord[]): string => options.flatMap(({ words }) => words).join(" ");

const argumentCases = (name: string, names: string | null, actions: readonly NamedWord[]): readonly string[] => [
  ...(names === null ? [] : [`    ${name}:) _proxy_cli_names ${names} ;;`]),
  ...(actions.length === 0
    ? []
    : [`    ${name}:) _proxy_cli_offer ${actions.map((action) => action.name).join(" ")} ;;`]),
  ...actions.flatMap((action) =>
    action.names === null ? [] : [`    "${name}: ${action.name}") _proxy_cli_names ${action.names} ;;`],
  ),
];
