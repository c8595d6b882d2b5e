import { expect, test } from "bun:test";
import { isFree, portTaken } from "../../../cli/daemon/port-taken.ts";

test("a taken port is told with its owner and another port", () => {
  expect(portTaken(8080, "start", { name: "node", pid: 812, isMine: true })).toMatchObject({
    code: "port_taken",
    message: 'Port 8080 is used by "node" (pid 812, yours).',
    hint: "Try: proxy-cli start --port 8081   or stop that program",
  });
  expect(portTaken(65_535, "restart", null).hint).toContain("restart --port 65534 ");
});

test("whether a port is free is tried", async () => {
  const other = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response("") });
  const port = other.port ?? 0;
  const whileTaken = isFree("127.0.0.1", port);
  await other.stop(true);

  expect([whileTaken, isFree("127.0.0.1", port)]).toEqual([false, true]);
});
