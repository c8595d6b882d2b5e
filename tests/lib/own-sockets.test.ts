import { expect, test } from "bun:test";
import { connectionsOn, ownSocketsOn } from "../../src/lib/own-sockets.ts";
import { until } from "../support/wait.ts";

const tables = [
  `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000003 00:00000000 00000000     0        0 11
   1: 0100007F:1F90 0100007F:9616 01 00000000:00000010 00:00000000 00000000     0        0 12
   2: 0100007F:9616 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0        0 13
   3: 0100007F:1F90 0100007F:9617 06 00000000:00000000 00:00000000 00000000     0        0 0
   4: 0100007F:1F90 0100007F:9618 01 00000000:00000000 00:00000000 00000000     0        0 15
`,
];

const system = {
  tables: () => tables,
  files: () =>
    [
      [4, "socket:[11]"],
      [7, "socket:[12]"],
      [8, "socket:[13]"],
      [9, "/dev/null"],
    ] as const,
};

test("of all sockets on a port those of this process are told, with what waits in them", () => {
  expect(ownSocketsOn(8080, system)).toEqual([
    { fd: 4, isListening: true, waiting: 3 },
    { fd: 7, isListening: false, waiting: 16 },
  ]);
});

test("where the system tells nothing nobody knows", () => {
  const silent = () => {
    throw new Error("no such file");
  };

  expect(ownSocketsOn(8080, { ...system, tables: silent })).toBeNull();
});

test.if(process.platform === "linux")("a connection counts from when it is there until it is gone", async () => {
  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response("") });
  const port = server.port ?? 0;
  expect(connectionsOn(port)).toBe(0);

  const client = await Bun.connect({ hostname: "127.0.0.1", port, socket: { data: () => undefined } });

  await until("it is seen", () => connectionsOn(port) === 1);
  client.end();
  await until("it is gone", () => connectionsOn(port) === 0);
  await server.stop(true);
});
