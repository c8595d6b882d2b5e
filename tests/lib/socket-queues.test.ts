import { expect, test } from "bun:test";
import net from "node:net";
import { queuesIn, socketQueues } from "../../src/lib/socket-queues.ts";
import { until } from "../support/wait.ts";

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1
   1: 0100007F:1F90 0100007F:9616 01 0000ABCD:00000000 00:00000000 00000000     0        0 2
   2: 0100007F:9616 0100007F:1F90 01 00000000:00001234 02:0000176F 00000000     0        0 3
   3: 0500A8C0:1F90 0700A8C0:C001 01 00000F00:00000000 00:00000000 00000000     0        0 4
`;

test("what we have sent and what has not been read over there are told together", () => {
  expect(queuesIn(table, 8080, 0x9616)).toBe("0000ABCD 00001234");
});

test("of a peer on another machine only our side is known", () => {
  expect(queuesIn(table, 8080, 0xc001)).toBe("00000F00 ");
});

test("a connection that is not there has none", () => {
  expect(queuesIn(table, 8080, 1)).toBeNull();
  expect(queuesIn("", 8080, 0x9616)).toBeNull();
});

test("the table is read once for many questions", () => {
  let now = 0;
  let reads = 0;
  const queues = socketQueues(
    () => now,
    () => {
      reads++;
      return table;
    },
  );

  queues(8080, 1);
  queues(8080, 2);
  expect(reads).toBe(1);
  now = 50;
  queues(8080, 1);
  expect(reads).toBe(2);
});

test.skipIf(process.platform !== "linux")("a reader on this machine shows with every byte that it reads", async () => {
  const accepted = Promise.withResolvers<net.Socket>();
  const server = net.createServer(accepted.resolve).listen(0, "127.0.0.1");
  await until("it listens", () => server.listening);
  const { port } = server.address() as net.AddressInfo; // a TCP server has one
  const reader = net.connect(port, "127.0.0.1").pause();
  const writer = await accepted.promise;
  const queues = socketQueues(() => performance.now() * 1000);
  const ask = () => queues(port, writer.remotePort ?? 0);
  for (let at = 0; at < 200; at++) writer.write(Buffer.alloc(64 * 1024));
  let before = ask();
  await until("the queue stands still", async () => {
    const last = before;
    await Bun.sleep(20);
    before = ask();
    return last === before && before !== null;
  });

  reader.once("readable", () => reader.read(1));
  await until("it moves", () => ask() !== before);

  writer.destroy();
  reader.destroy();
  server.close();
});
