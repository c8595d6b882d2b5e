import type { Paths } from "../../src/config/paths.ts";
import type { Context } from "../command.ts";
import { createTail } from "../logs/tail.ts";
import type { AtHandAnswers, LogFile } from "./data/at-hand.ts";

/** So many lines of a file are kept. */
const mostLines = 1000;

/** Answers from this computer's files, each read when it is asked for. */
export const answersAtHand = (
  { log, audit }: Pick<Paths, "log" | "audit">,
  commands: Context["commands"],
): AtHandAnswers => {
  const tails: Readonly<Record<LogFile, ReturnType<typeof createTail>>> = {
    log: createTail(log, mostLines),
    audit: createTail(audit, mostLines),
  };
  return {
    tail: ({ file }) => tails[file](),
    words: async () => (await import("../completions/words.ts")).readWords(commands),
    settings: async () => {
      const [{ explained }, { settingNames }] = await Promise.all([
        import("../../src/offline/config.ts"),
        import("../../src/config/schema.ts"),
      ]);
      return settingNames.map(explained);
    },
  };
};
