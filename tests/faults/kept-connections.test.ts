import { afterAll, beforeAll, expect, test } from "bun:test";
import tls from "node:tls";
import { makeAuthority } from "../support/certificates.ts";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";
import { formats } from "../support/formats.ts";
import { answerText } from "../support/http-text.ts";

const atOnce = 200;
const rounds = 3;
const [anthropic] = formats;
if (anthropic === undefined) throw new Error("there are no formats");

let daemon: TestDaemon;
let connections = 0;
/** Who waits until all of a round are there: only then they are really at once. */
let waiting: tls.TLSSocket[] = [];
let vendor: tls.Server;

beforeAll(async () => {
  const authority = makeAuthority();
  vendor = tls.createServer(authority.sign("IP:127.0.0.1"), (socket) => {
    connections++;
    socket.on("error", () => undefined);
    socket.on("data", () => {
      waiting.push(socket);
      if (waiting.length < atOnce) return;
      for (const one of waiting) one.write(answerText(anthropic.answer, "200 OK", { connection: "keep-alive" }));
      waiting = [];
    });
  });
  await new Promise<void>((resolve) => vendor.listen(0, "127.0.0.1", resolve));
  const address = vendor.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const servers = `anthropic:\n  endpoint: https://127.0.0.1:${port}\n  ca_file: ${authority.file}\n`;
  daemon = await startDaemon({ servers, flags: { "timeouts.first_byte_ms": "200000" } });
});
afterAll(async () => {
  await daemon.stop();
  vendor.close();
});

test("connections to a vendor are kept, however many requests go there at once", async () => {
  const ask = async (): Promise<void> => {
    const response = await fetch(daemon.url + anthropic.path(false), {
      method: "POST",
      headers: { "content-type": "application/json", ...anthropic.headers },
      body: anthropic.body(false),
    });
    expect(await response.text()).toBe(anthropic.answer);
  };

  for (let round = 0; round < rounds; round++) await Promise.all(Array.from({ length: atOnce }, ask));

  expect(connections).toBeLessThan(atOnce * 1.2); // Bun alone keeps 64 of them and opens the others anew each time
}, 60_000);
