import { afterAll, beforeAll, expect, test } from "bun:test";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";
import { connectRaw } from "../support/raw-client.ts";

let daemon: TestDaemon;
beforeAll(async () => {
  daemon = await startDaemon({ flags: { upstream: "simulator" } });
});
afterAll(() => daemon.stop());

test("Codex, which tries a WebSocket first, is told to use plain HTTP in the one way that it follows at once", async () => {
  const client = await connectRaw(daemon.port);

  client.write(
    `GET /v1/responses HTTP/1.1\r\nHost: 127.0.0.1:${daemon.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer k\r\n\r\n`,
  );
  await client.until("an answer", () => client.text().includes("websocket_unsupported"));

  expect(client.text()).toStartWith("HTTP/1.1 426 ");
  client.leave();
});
