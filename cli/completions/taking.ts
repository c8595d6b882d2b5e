import type { OptionWord, Words } from "./words.ts";

/** Every option that a value follows, as a shell's pattern `command:option`; `*` = of every command. */
export const takingOf = ({ commands, options }: Words): readonly string[] => [
  ...patterns("*", options),
  ...commands.flatMap((command) => patterns(command.name, command.options)),
];

const patterns = (name: string, options: readonly OptionWord[]): readonly string[] =>
  options.flatMap(({ words, takes }) => (takes === null ? [] : words.map((word) => `${name}:${word}`)));
