import { allOptions, type CommandWords, type OptionWord, type Words } from "./words.ts";

/** What PowerShell reads. */
export const pwshScript = ({
  commands,
  options,
}: Words): string => `# Completion of proxy-cli for PowerShell; this text comes from: proxy-cli completions pwsh

Register-ArgumentCompleter -Native -CommandName proxy-cli -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $global = ${table(options)}
    $commands = [ordered]@{
${commands.map((command) => entry(command, options)).join("\n")}
    }
    $aliases = @{ ${commands.flatMap(({ name, aliases }) => aliases.map((alias) => `${quoted(alias)} = ${quoted(name)}`)).join("; ")} }
${body}}`;

const body = `    $words = @($commandAst.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { "$_" })
    $name = ''
    $said = @()
    $before = $null
    foreach ($word in $words) {
        $known = if ($name -ne '' -and $commands.Contains($name)) { $commands[$name].options } else { $global }
        if ($null -ne $before) { $before = $null; continue }
        if ($word -eq '--') { return }
        if ($word.StartsWith('-')) {
            if ($known.Contains($word) -and $known[$word].takes) { $before = $known[$word].takes }
            continue
        }
        if ($name -eq '') { $name = if ($aliases.Contains($word)) { $aliases[$word] } else { $word } } else { $said += $word }
    }
    $here = if ($commands.Contains($name)) { $commands[$name] } else { $null }
    $names = $null
    $offered = [ordered]@{}
    if ($null -ne $before) { $names = $before }
    elseif ("$wordToComplete".StartsWith('-')) { $found = if ($here) { $here.options } else { $global }; foreach ($key in $found.Keys) { $offered[$key] = $found[$key].summary } }
    elseif ($name -eq '') { foreach ($key in $commands.Keys) { $offered[$key] = $commands[$key].summary } }
    elseif ($here -and $said.Count -eq 0) { foreach ($key in $here.actions.Keys) { $offered[$key] = $here.actions[$key].summary }; $names = $here.names }
    elseif ($here -and $said.Count -eq 1 -and $here.actions.Contains($said[0])) { $names = $here.actions[$said[0]].names }
    if ($names -eq 'files' -or $names -eq 'programs' -or $names -eq 'text') { return }
    if ($names) { foreach ($value in @(proxy-cli __complete $names 2>$null)) { $offered[$value] = $value } }
    foreach ($key in $offered.Keys) {
        if ($key.StartsWith("$wordToComplete")) { [System.Management.Automation.CompletionResult]::new($key, $key, 'ParameterValue', $(if ($offered[$key]) { $offered[$key] } else { $key })) }
    }
`;

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Its tables take `-V` for `-v`: of two words that differ in that alone the first one stays. */
const table = (options: readonly OptionWord[]): string => {
  const all = options.flatMap(({ words, ...option }) => words.map((word) => ({ word, ...option })));
  const first = [...new Map(all.toReversed().map((one) => [one.word.toLowerCase(), one])).values()].toReversed();
  return hash(
    first.map(({ word, summary, takes }) => [word, fields(["summary", quoted(summary)], ["takes", value(takes)])]),
  );
};

const fields = (...pairs: readonly (readonly [string, string])[]): string => hash(pairs);

const entry = (command: CommandWords, options: readonly OptionWord[]): string => {
  const actions = command.actions.map(
    ({ name, summary, names }) =>
      [
        name,
        hash([
          ["summary", quoted(summary)],
          ["names", value(names)],
        ]),
      ] as const,
  );
  const fields = [
    ["summary", quoted(command.summary)],
    ["names", value(command.names)],
    ["actions", hash(actions)],
    ["options", table(allOptions(command, options))],
  ] as const;
  return `        ${quoted(command.name)} = ${hash(fields)}`;
};

const value = (text: string | null): string => (text === null ? "$null" : quoted(text));

const hash = (pairs: readonly (readonly [string, string])[]): string =>
  pairs.length === 0 ? "@{}" : `[ordered]@{ ${pairs.map(([key, text]) => `${quoted(key)} = ${text}`).join("; ")} }`;
