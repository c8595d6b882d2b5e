/** What a shell calls a job: it is stopped as a whole, and taken up again. */
export type Job = {
  /** Stops us, and whoever waits for us in the same job, until somebody says go on. */
  readonly stop: (goesOn: () => void) => void;
};

/** The job that this process is in; `asked` hears when somebody else wants it to stop. */
export const ownJob = (asked: () => void): Job => {
  let isStopped = false;
  process.on("SIGTSTP", () => {
    if (!isStopped) asked(); // else it is our own, which comes to us too
  });
  return {
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
