/** What a shell calls a job: it is stopped as a whole, and taken up again. */
export type Job = {
  /** Stops us, and whoever waits for us in the same job, until somebody says go on. */
  readonly stop: (goesOn: () => void) => void;
  /** Stops us alone: whoever has the terminal in our place was told by the terminal itself. */
  readonly stopAlone: () => void;
  /** Hears no more; the shell stops us as it stops anybody. */
  readonly leave: () => void;
};

/** The job that this process is in; `asked` hears when somebody else wants it to stop. */
export const ownJob = (asked: () => void): Job => {
  let isStopped = false;
  const hear = (): void => {
    if (!isStopped) asked(); // else it is our own, which comes to us too
  };
  process.on("SIGTSTP", hear);
  return {
    stopAlone: () => void process.kill(process.pid, "SIGSTOP"),
    leave: () => void process.off("SIGTSTP", hear),
    stop: (goesOn) => {
      isStopped = true;
      process.once("SIGCONT", () => {
        isStopped = false;
        goesOn();
      });
      process.kill(0, "SIGTSTP");
      process.kill(process.pid, "SIGSTOP"); // whoever hears SIGTSTP is not stopped by it
    },
  };
};
