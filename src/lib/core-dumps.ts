/** Where the C library is, by system. */
const libraries = ["libc.so.6", "libSystem.B.dylib", "libc.so"];

/** The number of the limit, the same on Linux and macOS. */
const coreSize = 4;

/** Forbids the system to write this process's memory, with all keys in it, into a file when it crashes. Best effort. */
export const forbidCoreDumps = async (): Promise<void> => {
  const { dlopen, ptr } = await import("bun:ffi");
  for (const name of libraries) {
    try {
      const { symbols, close } = dlopen(name, { setrlimit: { args: ["int", "ptr"], returns: "int" } });
      symbols.setrlimit(coreSize, ptr(new BigUint64Array([0n, 0n])));
      return close();
    } catch {
      // another system: the next name
    }
  }
};
