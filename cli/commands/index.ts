import type { Command } from "../command.ts";

/** A command before it is loaded. */
export type Entry = {
  readonly name: string;
  /** Other words for it. */
  readonly aliases: readonly string[];
  readonly summary: string;
  /** Whether it has a line of its own in the short help. */
  readonly isCommon: boolean;
  readonly load: () => Promise<{ readonly default: Command }>;
};

/** Every command in the order of the help. Each is loaded when it is called, because start-up time is felt. */
export const commands: readonly Entry[] = [
  {
    name: "start",
    aliases: [],
    summary: "start the proxy in the background",
    isCommon: true,
    load: () => import("./start.ts"),
  },
  {
    name: "stop",
    aliases: [],
    summary: "let running answers end, then stop it",
    isCommon: true,
    load: () => import("./stop.ts"),
  },
  {
    name: "status",
    aliases: [],
    summary: "is it on, through what, and how is it going",
    isCommon: true,
    load: () => import("./status.ts"),
  },
];

/** The command with this name or alias. */
export const commandNamed = (word: string): Entry | undefined =>
  commands.find(({ name, aliases }) => name === word || aliases.includes(word));
