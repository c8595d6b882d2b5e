import { freePort } from "./redis-server.ts";

/** Something at a store's address that is no help. */
export type BadStore = { readonly url: string; readonly stop: () => unknown };

/** A server that speaks the protocol and answers every command with this one line, such as `-LOADING …`. */
export const alwaysSaying = (line: string): BadStore => {
  const server = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      data: (socket, bytes) => {
        const commands = bytes.toString("latin1").match(/\*\d+\r\n\$\d+\r\n[A-Za-z]/g)?.length ?? 0;
        socket.write(`${line}\r\n`.repeat(commands));
      },
    },
  });
  return { url: `redis://127.0.0.1:${server.port}`, stop: () => server.stop(true) };
};

/** A web server, which answers in a way that no Redis would. */
export const webServer = (): BadStore => {
  const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response("not here") });
  return { url: `redis://127.0.0.1:${server.port}`, stop: () => server.stop(true) };
};

/** An address where nobody listens. */
export const nobody = (): BadStore => ({ url: `redis://127.0.0.1:${freePort()}`, stop: () => undefined });

/** Takes connections and never says a word. */
export const silent = (): BadStore => {
  const server = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => undefined } });
  return { url: `redis://127.0.0.1:${server.port}`, stop: () => server.stop(true) };
};

type Ends = { readonly there: Bun.Socket<undefined>; readonly waiting: Uint8Array[] };

/** The way to a server, on which every answer takes so long; how long may be changed. */
export type SlowWay = BadStore & { delayMs: number };

export const slowWay = (port: number, delayMs: number): SlowWay => {
  const way = { url: "", stop: (): unknown => server.stop(true), delayMs };
  const server = Bun.listen<Promise<Ends>>({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open: (here) => {
        const there = Bun.connect({
          hostname: "127.0.0.1",
          port,
          socket: {
            data: (_, bytes) => void setTimeout(() => here.write(bytes), way.delayMs),
            close: () => void here.end(),
          },
        });
        here.data = there.then((socket) => ({ there: socket as Bun.Socket<undefined>, waiting: [] }));
        here.data.catch(() => here.end());
      },
      data: async (here, bytes) => {
        const copy = Uint8Array.from(bytes);
        (await here.data).there.write(copy);
      },
      close: async (here) => void (await here.data).there.end(),
    },
  });
  way.url = `redis://127.0.0.1:${server.port}`;
  return way;
};
