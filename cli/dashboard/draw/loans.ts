import { ownJob } from "./suspend.ts";

/** The terminal in other hands: a program's, or the shell's. */
export type Loans = {
  /** Gives it to a program until the returned function is called. */
  readonly lend: () => () => void;
  /** Gives it to the shell until that says go on. */
  readonly suspend: () => void;
  /** Whether a program has it: Ctrl-C and Ctrl-Z are for that one then. */
  readonly isLent: () => boolean;
  /** Aborted by `leave`: who has it then must go. */
  readonly gone: AbortSignal;
  readonly leave: () => void;
};

/** Loans of a terminal that is given away by `give` until the function that it returns is called. */
export const createLoans = (give: () => () => void): Loans => {
  const gone = new AbortController();
  let isLent = false;
  const suspend = (): void => job.stop(give());
  const job = ownJob(() => (isLent ? job.stopAlone() : suspend()));
  return {
    suspend,
    isLent: () => isLent,
    gone: gone.signal,
    lend: () => {
      isLent = true;
      const takeBack = give();
      return () => {
        isLent = false;
        takeBack();
      };
    },
    leave: () => {
      job.leave();
      gone.abort();
    },
  };
};
