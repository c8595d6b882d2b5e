/** Runs inside a daemon of a test: from SIGUSR2 on every turn of its event loop comes late, until the next one. */
let timer: ReturnType<typeof setInterval> | null = null;
process.on("SIGUSR2", () => {
  if (timer !== null) clearInterval(timer);
  timer = timer === null ? setInterval(() => Bun.sleepSync(50), 1) : null;
});
