import { ProxyError } from "../../src/core/errors.ts";
import type { Place } from "../../src/offline/save.ts";
import type { Context } from "../command.ts";
import { orNull } from "../daemon/answering.ts";
import { changing } from "../daemon/in-force.ts";
import type { Flags } from "../flags.ts";

/** One thing that `proxy-cli config` does. */
export type Action = {
  /** What follows its name: `NAME`, `NAME VALUE`, `[FILE]`. */
  readonly words: string;
  // biome-ignore lint/suspicious/noConfusingVoidType: an action that has nothing to say returns nothing
  readonly run: (context: Context, words: readonly string[], flags: Flags) => Promise<number | void>;
};

/** Throws `usage` where there are fewer or more words than the action takes. */
export const checkWords = (action: string, { words: usage }: Action, words: readonly string[]): void => {
  const taken = usage.split(" ").filter((word) => word !== "");
  const least = taken.filter((word) => !word.startsWith("[")).length;
  if (words.length >= least && words.length <= taken.length) return;
  const what =
    words.length < least ? `config ${action} needs ${taken.slice(words.length, least).join(" and ")}.` : null;
  throw new ProxyError("usage", what ?? `config ${action} takes no "${words.at(-1)}".`, {
    hint: `Try: proxy-cli config ${`${action} ${usage}`.trim()}`,
  });
};

/** The config.yaml that is meant: the one that a running daemon reads, else the home's. */
export const configFile = async ({ client, paths }: Context): Promise<string> =>
  (await orNull(client.config({})))?.file ?? paths.config;

/** Where a change of it goes, and who has to agree. */
export const placeOf = async (context: Context): Promise<Place> => {
  const file = await configFile(context);
  const paths = { ...context.paths, config: file };
  return { ...changing({ ...context, paths }), env: context.env, file, now: context.now() };
};
