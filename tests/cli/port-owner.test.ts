import { expect, test } from "bun:test";
import { ownerOf } from "../../cli/port-owner.ts";

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
