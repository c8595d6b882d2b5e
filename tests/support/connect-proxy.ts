import net from "node:net";

/** A company's proxy: opens a way to whatever is asked for, always to this vendor. */
export type ConnectProxy = {
  readonly port: number;
  /** What it was asked, request after request: the heads alone, which is all that it can read. */
  readonly asked: () => readonly string[];
  /** Everything that has passed through it, both ways. */
  readonly passed: () => string;
  /** Breaks every way that it has opened. */
  readonly breakOff: () => void;
  readonly stop: () => void;
};

/** Listens on a free port of 127.0.0.1. */
export const startConnectProxy = async (vendorPort: number): Promise<ConnectProxy> => {
  const asked: string[] = [];
  const open = new Set<net.Socket>();
  let passed = "";
  const server = net.createServer((client) => {
    open.add(client);
    client.on("error", () => undefined);
    client.on("close", () => open.delete(client));
    client.once("data", (head: Buffer) => {
      asked.push(head.toString("latin1"));
      const vendor = net.connect(vendorPort, "127.0.0.1", () => {
        client.write("HTTP/1.1 200 Connection established\r\n\r\n");
        client.on("data", (bytes: Buffer) => {
          passed += bytes.toString("latin1");
        });
        client.pipe(vendor);
        vendor.pipe(client);
      });
      vendor.on("error", () => client.destroy());
      client.on("close", () => vendor.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    asked: () => asked,
    passed: () => passed,
    breakOff: () => {
      for (const socket of open) socket.resetAndDestroy();
    },
    stop: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
};
