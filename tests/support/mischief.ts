/** Runs inside a daemon of a test: on SIGUSR2 a promise is rejected that nobody holds, and all turns stand still for a while. */
process.on("SIGUSR2", () => {
  void Promise.reject(new TypeError("sk-ant-CANARY0b5c4d3e2f1a09876543210aaaa in a message"));
  setTimeout(() => {
    throw new RangeError("sk-ant-CANARY0b5c4d3e2f1a09876543210aaaa in another");
  }, 1);
  setTimeout(() => Bun.sleepSync(1800), 5);
});
