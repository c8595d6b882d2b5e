import type { Broken } from "./violations.ts";

/** What has to do with files and sockets at one moment. */
export type OpenFiles = {
  readonly openFiles: number;
  /** People who watch through the control socket: each has one open for as long as it likes. */
  readonly watchers: number;
  readonly inFlight: number;
};

/** What is opened when it is first needed stays open: databases, logs, a store that is shared. */
const openedLater = 32;

/** After a while of rest everything that was opened for requests is closed again (I-08): no rest has more open than the first. */
export const watchFiles = (broken: Broken, tick: () => number, restMs: number): ((now: OpenFiles) => void) => {
  let quietSince: number | null = null;
  let first: number | null = null;
  let isJudged = false;
  return ({ openFiles, watchers, inFlight }) => {
    if (inFlight > 0) {
      quietSince = null;
      return;
    }
    if (quietSince === null) [quietSince, isJudged] = [tick(), false];
    if (isJudged || tick() - quietSince < restMs) return;
    isJudged = true;
    const own = openFiles - watchers;
    first ??= own;
    if (own > first + openedLater) broken("I-08", `${own} files are open at rest, and ${first} were at the first rest`);
  };
};
