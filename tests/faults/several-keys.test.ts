import { afterAll, beforeAll, expect, test } from "bun:test";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";
import { headerOf } from "../support/fault-bench.ts";
import { type Format, formats } from "../support/formats.ts";
import { requestText } from "../support/http-text.ts";
import { connectRaw, type RawClient } from "../support/raw-client.ts";

const [format] = formats as [Format];
const ours = ["sk-ant-api03-first-0001", "sk-ant-api03-other-0002"] as const;

/** A vendor that notes whose key came, and limits those it is told to. */
const asked: string[] = [];
const limited = new Set<string>();
const vendor = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch: (request) => {
    const key = request.headers.get("x-api-key") ?? "none";
    asked.push(key);
    const headers = { "content-type": "application/json" };
    return limited.has(key)
      ? new Response('{"type":"error","error":{"type":"rate_limit_error","message":"slow down"}}', {
          status: 429,
          headers: { ...headers, "retry-after": "60" },
        })
      : new Response(format.answer, { headers });
  },
});

let daemon: TestDaemon;
beforeAll(async () => {
  daemon = await startDaemon({
    servers: `work:\n  endpoint: ${vendor.url.origin}\n  type: anthropic\n  api_keys: [${ours.join(", ")}]\n`,
    flags: { upstream: "work", "server.loopback_without_token": "true" },
  });
});
afterAll(async () => {
  const leaks = await daemon.leaks(ours);
  await daemon.stop();
  await vendor.stop(true);
  expect(leaks).toEqual([]);
});

const turn = async (session: string): Promise<{ readonly status: number; readonly client: RawClient }> => {
  const client = await connectRaw(daemon.port);
  client.write(requestText(format, false, daemon.port, { "x-proxy-session": session }));
  await client.until("it is answered", () => client.message().isDone);
  return { status: Number(client.message().startLine.split(" ")[1]), client };
};

test("a key that is limited is taken over by the other within the request; the conversation stays there when the first is free again", async () => {
  expect((await turn("one")).status).toBe(200);
  expect((await turn("one")).status).toBe(200);
  const [first = ""] = asked;
  expect(asked).toEqual([first, first]);
  const other = ours.find((key) => key !== first) ?? "";

  limited.add(first);
  const { status, client } = await turn("one");
  expect([status, headerOf(client, "x-proxy-attempts") !== undefined]).toEqual([200, true]);
  expect(asked.splice(0)).toEqual([first, first, first, other]);
  await turn("one");
  expect(asked.splice(0)).toEqual([other]); // the limited one is not even asked

  limited.clear();
  await daemon.control.resetUpstream({ name: "work" });
  await turn("one");
  expect(asked.splice(0)).toEqual([other]); // its prompt is in that key's cache by now

  limited.add(other);
  expect((await turn("one")).status).toBe(200);
  expect(asked.splice(0)).toEqual([other, first]);
});

test("where all keys are limited the vendor's own 429 comes through, with its retry-after", async () => {
  for (const key of ours) limited.add(key);
  await daemon.control.resetUpstream({ name: "work" });

  const { status, client } = await turn("two");

  expect([status, headerOf(client, "retry-after")]).toEqual([429, "60"]);
  expect(asked.splice(0).toSorted()).toEqual([...ours].toSorted());
});
