import { expect, test } from "bun:test";
import { dateAt, serverAt } from "../../../cli/doctor/ask.ts";

test("a proxy-cli is known by its health page, another program by its answer, nobody by silence", async () => {
  const seen: string[] = [];
  const proxy = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: (request) => {
      seen.push(`${request.method} ${new URL(request.url).pathname} ${[...request.headers.keys()].sort().join(",")}`);
      return Response.json({ status: "ok", server: "proxy-cli" });
    },
  });
  const other = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: () => new Response("hello", { headers: { date: new Date().toUTCString() } }),
  });

  const answers = [await serverAt(proxy.url.origin), await serverAt(other.url.origin)];
  const date = await dateAt(other.url.origin);
  await Promise.all([proxy.stop(true), other.stop(true)]);

  expect(answers).toEqual(["proxy-cli", "unknown"]);
  expect(Math.abs(Date.now() - (date ?? 0))).toBeLessThan(60_000);
  expect(await serverAt(other.url.origin)).toBeNull();
  expect(seen).toEqual(["GET /health connection,host,user-agent"]);
});

test("a program that speaks no HTTP is none", async () => {
  const odd = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: { data: (socket) => void socket.end("SSH-2.0-x\r\n") },
  });

  expect(await serverAt(`http://127.0.0.1:${odd.port}`)).toBeNull();
  odd.stop(true);
});
