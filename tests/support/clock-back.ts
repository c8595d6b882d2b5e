/** Runs inside a daemon of a test: on SIGUSR2 the clock that never goes back does, by a minute. */
process.on("SIGUSR2", () => {
  const real = performance.now.bind(performance);
  performance.now = () => real() - 60_000;
});
