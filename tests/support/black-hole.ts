import net from "node:net";

/** An address on this machine that takes no connections: it listens, its queue is full and nobody accepts. */
export type BlackHole = { readonly url: string; readonly stop: () => void };

/** Needs Node, whose listen queue can be made small; null where there is none. */
export const startBlackHole = async (): Promise<BlackHole | null> => {
  const node = Bun.which("node");
  if (node === null) return null;
  const program = `require("node:net").createServer().listen({ port: 0, host: "127.0.0.1", backlog: 1 }, function () {
    require("node:fs").writeSync(1, String(this.address().port) + "\\n");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });`;
  const child = Bun.spawn([node, "-e", program], { stdout: "pipe", stderr: "ignore" });
  const { value } = await child.stdout.getReader().read();
  const port = Number(Buffer.from(value ?? []).toString());
  const queued = Array.from({ length: 8 }, () => net.connect(port, "127.0.0.1").on("error", () => undefined));
  await new Promise((resolve) => queued[0]?.once("connect", resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      for (const socket of queued) socket.destroy();
      child.kill("SIGKILL");
    },
  };
};
