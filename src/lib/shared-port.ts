import { type OwnSocket, ownSocketsOn } from "./own-sockets.ts";

/**
 * One port, two processes, and no connection lost between them. Closing a socket that listens throws away what waits in
 * its queue; so who goes first sends all that is new to the other, takes what still waits, and only then lets go.
 * Bun has no word for any of this, the C library has.
 */
export type SharedPort = {
  /** From now on another process of this user may listen there too. */
  readonly lend: () => void;
  /** All connections that are new go to the process that came last. */
  readonly steer: () => void;
  /** This process listens no more; what it has taken goes on. */
  readonly leave: () => void;
  /** Connections that have come and have not been taken. */
  readonly waiting: () => number;
};

/** The port this process listens on; null where it cannot be shared: another system than Linux, or another C library. */
export const sharedPort = async (port: number, platform: string): Promise<SharedPort | null> => {
  const listening = (): OwnSocket | undefined => ownSocketsOn(port)?.find(({ isListening }) => isListening);
  const fd = listening()?.fd;
  const system = platform === "linux" ? await systemCalls() : null;
  if (fd === undefined || system === null) return null;
  return {
    lend: () => system.setOption(fd, reusePort, new Int32Array([1])),
    steer: () => system.setFilter(fd, toTheSecond),
    leave: () => system.replaceByNothing(fd),
    waiting: () => listening()?.waiting ?? 0,
  };
};

/** Numbers of Linux (asm-generic/socket.h), the same on x86 and ARM. */
const [socketLevel, reusePort, attachReusePortFilter] = [1, 15, 51] as const;

/** A program of one instruction, `return 1`: which of those that share the port, counted from 0 in the order they came. */
const toTheSecond = { code: 0x06, value: 1 } as const;

type SystemCalls = {
  readonly setOption: (fd: number, option: number, value: Int32Array) => void;
  readonly setFilter: (fd: number, filter: typeof toTheSecond) => void;
  readonly replaceByNothing: (fd: number) => void;
};

const libraries = ["libc.so.6", "libc.so"];

const signatures = {
  setsockopt: { args: ["int", "int", "int", "ptr", "u32"], returns: "int" },
  open: { args: ["ptr", "int"], returns: "int" },
  dup2: { args: ["int", "int"], returns: "int" },
  close: { args: ["int"], returns: "int" },
} as const;

const systemCalls = async (): Promise<SystemCalls | null> => {
  const { dlopen, ptr } = await import("bun:ffi");
  for (const name of libraries) {
    try {
      return callsOf(dlopen(name, signatures).symbols, ptr);
    } catch {
      // another system: the next name
    }
  }
  return null;
};

type Symbols = ReturnType<typeof import("bun:ffi").dlopen<typeof signatures>>["symbols"];

const callsOf = (symbols: Symbols, ptr: typeof import("bun:ffi").ptr): SystemCalls => ({
  setOption: (fd, option, value) =>
    done("setsockopt", symbols.setsockopt(fd, socketLevel, option, ptr(value), value.byteLength)),
  setFilter: (fd, { code, value }) => {
    const instruction = new Uint8Array(8); // struct sock_filter: u16 code, two u8, u32 value
    const inside = new DataView(instruction.buffer);
    inside.setUint16(0, code, true);
    inside.setUint32(4, value, true);
    const program = new Uint8Array(16); // struct sock_fprog: u16 length, then a pointer at its own boundary
    const outside = new DataView(program.buffer);
    outside.setUint16(0, 1, true);
    outside.setBigUint64(8, BigInt(ptr(instruction)), true);
    done("setsockopt", symbols.setsockopt(fd, socketLevel, attachReusePortFilter, ptr(program), program.byteLength));
  },
  // Bun goes on believing that it has a socket there and will close it one day: the number must not be free for another file.
  replaceByNothing: (fd) => {
    const nothing = symbols.open(ptr(new TextEncoder().encode("/dev/null\0")), 0);
    done("open", nothing);
    done("dup2", symbols.dup2(nothing, fd));
    symbols.close(nothing);
  },
});

const done = (call: string, result: number): void => {
  if (result < 0) throw new Error(`${call} failed`);
};
