import { afterEach, expect, test } from "bun:test";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";
import { patientStore, startMany } from "../support/many-daemons.ts";
import { hasRedis, startRedis } from "../support/redis-server.ts";
import { until } from "../support/wait.ts";

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A vendor whose every answer is another one. */
const vendor = () => {
  let asked = 0;
  const server = Bun.serve({
    ...{ port: 0, hostname: "127.0.0.1" },
    fetch: () =>
      Response.json({
        ...{ id: `msg_${++asked}`, type: "message", role: "assistant", model: "claude-sonnet-4-5" },
        ...{ stop_reason: "end_turn", content: [{ type: "text", text: "fine" }] },
        usage: { input_tokens: 10, output_tokens: 2 },
      }),
  });
  ends.push(() => server.stop(true));
  return { asked: () => asked, servers: `mine:\n  endpoint: http://127.0.0.1:${server.port}\n  type: anthropic\n` };
};

const ask = async (daemon: TestDaemon, key = "sk-ant-one") => {
  const answer = await fetch(`${daemon.url}/v1/messages`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": key },
    body: '{"model":"claude-sonnet-4-5","max_tokens":9,"messages":[{"role":"user","content":"hello"}]}',
  });
  const { id } = (await answer.json()) as { readonly id: string };
  await until("it has ended", async () => (await daemon.control.status({})).inFlight === 0);
  return { id, cache: answer.headers.get("x-proxy-cache")?.split(";")[0] };
};

test.skipIf(!hasRedis)(
  "G5, K-07: what one daemon was answered another one on its Redis gives again, to the same key alone",
  async () => {
    const redis = await startRedis();
    ends.push(redis.stop);
    const { asked, servers } = vendor();
    const flags = { upstream: "mine", "cache.enabled": "true" };
    const [one, other] = await startMany(redis.url, [
      { servers, flags },
      { servers, flags },
    ]);
    ends.push(one.stop, other.stop);

    const first = await ask(one);
    expect(first).toEqual({ id: "msg_1", cache: "miss" });
    await until("it lies in the store", async () => (await redis.ask("KEYS", "*")).includes("cache"));

    expect(await ask(other)).toEqual({ id: "msg_1", cache: "hit" });
    expect(await ask(other, "sk-ant-another")).toEqual({ id: "msg_2", cache: "miss" });

    const third = await startDaemon({ servers, flags: { ...patientStore(redis.url), ...flags } });
    ends.push(third.stop);
    await until("the third has the store", async () => (await third.control.status({})).store?.state === "connected");
    expect(await ask(third)).toEqual({ id: "msg_1", cache: "hit" });
    expect(asked()).toBe(2);
  },
);

test.skipIf(!hasRedis)("answers that are cleared on one daemon are given again by none", async () => {
  const redis = await startRedis();
  ends.push(redis.stop);
  const { servers } = vendor();
  const flags = { upstream: "mine", "cache.enabled": "true" };
  const [one, other] = await startMany(redis.url, [
    { servers, flags },
    { servers, flags },
  ]);
  ends.push(one.stop, other.stop);
  await ask(one);
  await until("it lies in the store", async () => (await redis.ask("KEYS", "*")).includes("cache"));
  expect(await ask(other)).toEqual({ id: "msg_1", cache: "hit" });

  await one.control.clearCache({ key: null });

  const anew = await until("the other has heard of it", async () => {
    const asked = await ask(other);
    return asked.cache === "miss" && asked;
  });
  expect(anew.id).toBe("msg_2");
  expect(await ask(one)).toEqual({ id: "msg_2", cache: "hit" });
});
