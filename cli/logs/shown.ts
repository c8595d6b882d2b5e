import type { Context } from "../command.ts";
import { type LogLine, logLineText, readLogLine } from "../output/log-line.ts";
import { followLines, lastLines } from "./file.ts";

/** One line of the log; for programs an object of its own (NDJSON). */
export const showLine = ({ json, print, record, paint }: Context, line: string): void => {
  const read: LogLine = readLogLine(line);
  if (json) record(read.fields);
  else print(logLineText(read, paint));
};

/** How long the last lines may take to be seen. */
const restMs = 400;

/** Shows lines that are written to the log from now on, all of them but for what is said; `rest` waits for the last ones. */
export const showLog = async (
  context: Context,
  isShown: (line: LogLine) => boolean = () => true,
): Promise<{ readonly rest: () => Promise<void> }> => {
  const { end } = await lastLines(context.paths.log, 0, () => false);
  const show = async (): Promise<void> => {
    for await (const line of followLines(context.paths.log, end))
      if (isShown(readLogLine(line))) showLine(context, line);
  };
  show().catch(() => undefined); // a log that cannot be read is no reason to end what one is watching
  return { rest: () => Bun.sleep(restMs) };
};
