import { expect, test } from "bun:test";
import { addressesOf, listeningIn, ownerOf } from "../../../cli/daemon/port-owner.ts";

test.skipIf(process.platform !== "linux")("who has a port is found by name and number", () => {
  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response("") });

  const owner = ownerOf(server.port ?? 0);
  void server.stop(true);

  expect(owner).toMatchObject({ pid: process.pid, isMine: true });
  expect(owner?.name).toContain("bun");
});

test("nobody has a port that is free", () => {
  expect(ownerOf(1)).toBeNull();
});

test.skipIf(process.platform !== "linux")("the addresses that a process listens on are found", () => {
  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response("") });

  const addresses = addressesOf(process.pid);
  void server.stop(true);

  expect(addresses).toContain("127.0.0.1");
});

test("the kernel's table is read, IPv4 and IPv6", () => {
  const rest = "00000000:0000 0A 00000000:00000000 00:00000000 00000000  0        0";
  const table = [
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
    `   0: 0100007F:1F90 ${rest} 111 1`,
    `   1: 00000000000000000000000001000000:0050 00000000000000000000000000000000:0000 ${rest.slice(14)} 222 1`,
    "   2: 0100007F:1F91 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  0        0 333 1",
  ].join("\n");

  expect(listeningIn(table)).toEqual([
    { address: "127.0.0.1", port: 8080, inode: "111" },
    { address: "::1", port: 80, inode: "222" },
  ]);
});
