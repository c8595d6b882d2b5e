import type { Context } from "../command.ts";

/** The name by which the requests of one run of a command are told apart from all others. */
export const labelFor = (command: string, { pid, now }: Pick<Context, "pid" | "now">): string =>
  `${command}-${pid}-${now().toString(36)}`;
