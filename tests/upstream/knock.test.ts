import { expect, test } from "bun:test";
import { createEgress } from "../../src/upstream/egress.ts";
import { knockerFor } from "../../src/upstream/knock.ts";
import { createNames, systemLookup } from "../../src/upstream/names.ts";
import { upstreamOf } from "../support/exchange.ts";

const names = createNames(systemLookup, () => performance.now());
const direct = createEgress("", []);

const knockAt = (origin: string, { egress = direct, limitMs = 5000 } = {}) =>
  knockerFor({ names, egress }, limitMs)(upstreamOf("openai", { origin }), origin);

/** A port that somebody had a moment ago. */
const freePort = (): number => {
  const server = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => undefined } });
  const { port } = server;
  server.stop(true);
  return port;
};

test("an address that takes a connection can be reached, and it hears not a word of us", async () => {
  const heard: string[] = [];
  using server = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: { data: (_, bytes) => void heard.push(bytes.toString()) },
  });

  expect(await knockAt(`http://127.0.0.1:${server.port}`)).toBeNull();
  expect(heard).toEqual([]);
});

test("one that cannot be reached fails as a call would", async () => {
  const port = freePort();

  expect(await knockAt(`http://127.0.0.1:${port}`)).toBe("upstream_refused");
  expect(await knockAt("https://nowhere.invalid")).toBe("upstream_dns");
});

test("what is spoken in the clear cannot be trusted as TLS", async () => {
  using server = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: { data: (socket) => void socket.end("HTTP/1.1 400 Bad Request\r\n\r\n") },
  });

  expect(await knockAt(`https://127.0.0.1:${server.port}`)).toMatch(/^upstream_(tls|closed)$/);
});

test("a name that leads where it must not is not called, not even to knock", async () => {
  const astray = createNames(
    async () => ["169.254.169.254"],
    () => 0,
  );
  const upstream = upstreamOf("openai", { origin: "https://metadata.example" });

  expect(await knockerFor({ names: astray, egress: direct }, 5000)(upstream, upstream.origin)).toBe("upstream_address");
});

test("U-42 behind a company's proxy it is the proxy that is knocked at, and it is the proxy that cannot be reached", async () => {
  const egress = createEgress(`http://127.0.0.1:${freePort()}`, []);

  expect(await knockAt("https://api.example.com", { egress })).toBe("egress_proxy");
});
