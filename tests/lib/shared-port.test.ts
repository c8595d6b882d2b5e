import { afterEach, expect, test } from "bun:test";
import { ownSocketsOn } from "../../src/lib/own-sockets.ts";
import { sharedPort } from "../../src/lib/shared-port.ts";

type Server = Bun.Server<undefined>;

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop(true);
});

const serve = (name: string, port = 0, reusePort = false): Server => {
  const server = Bun.serve({
    port,
    hostname: "127.0.0.1",
    reusePort,
    development: false,
    fetch: () => new Response(name),
  });
  servers.push(server);
  return server;
};

/** Who answers, over so many connections. */
const answering = async (port: number, times = 50): Promise<readonly string[]> => {
  const names = new Set<string>();
  for (let count = 0; count < times; count++)
    names.add(await (await fetch(`http://127.0.0.1:${port}`, { keepalive: false })).text());
  return [...names].sort();
};

test.if(process.platform === "linux")(
  "two listen where one did, then only the second has what is new, then only it listens",
  async () => {
    const port = serve("first").port ?? 0;
    expect(() => serve("stranger", port, true)).toThrow("in use");
    const shared = await sharedPort(port, "linux");
    if (shared === null) throw new Error("this C library is known");

    shared.lend();
    expect(() => serve("stranger", port)).toThrow("in use"); // who does not mean to share is refused
    serve("second", port, true);
    expect(await answering(port)).toEqual(["first", "second"]);
    shared.steer();
    expect(await answering(port)).toEqual(["second"]);
    expect(shared.waiting()).toBe(0);
    expect(ownSocketsOn(port)?.filter(({ isListening }) => isListening).length).toBe(2);
    shared.leave();

    expect(ownSocketsOn(port)?.filter(({ isListening }) => isListening).length).toBe(1);
    expect(await answering(port)).toEqual(["second"]);
    expect(() => serve("stranger", port)).toThrow("in use");
  },
);

test("on other systems a port cannot be shared", async () => {
  const port = serve("first").port ?? 0;

  expect(await sharedPort(port, "darwin")).toBeNull();
});
