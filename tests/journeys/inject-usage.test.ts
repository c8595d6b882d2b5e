import { afterAll, beforeAll, expect, test } from "bun:test";
import { type ListeningSimulator, listenSimulator } from "../../src/simulator/listen.ts";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";

const now = (): number => 1_800_000_000_000;
let direct: ListeningSimulator;
let vendor: ListeningSimulator;
let daemon: TestDaemon;
beforeAll(async () => {
  direct = listenSimulator({ now });
  vendor = listenSimulator({ now });
  daemon = await startDaemon({
    servers: `vendor:\n  endpoint: ${vendor.url}\n  type: simulator\n`,
    flags: { upstream: "vendor", "meter.inject_usage": "true" },
  });
});
afterAll(async () => {
  await daemon.stop();
  await Promise.all([direct.stop(), vendor.stop()]);
});

const asked = (more: object = {}): string =>
  JSON.stringify({
    model: "gpt-4o",
    stream: true,
    ...more,
    messages: [{ role: "user", content: "say 20 words, né 你好" }],
  });

const answerOf = async (url: string, body: string): Promise<string> => {
  const headers = { authorization: "Bearer sk-simulated-key-0000", "content-type": "application/json" };
  return (await fetch(`${url}/v1/chat/completions`, { method: "POST", headers, body })).text();
};

/** The simulator makes ids and padding of the very bytes of a request. */
const withoutIds = (text: string): string =>
  text.replace(/"(id|system_fingerprint|obfuscation)":"[^"]*"/g, (_, name) => `"${name}":""`);

test.each([[{}], [{ stream_options: { include_usage: false } }], [{ stream_options: null }]])(
  "a client that asks for no usage gets none, and the ledger knows it all the same: %j",
  async (more) => {
    const expected = await answerOf(direct.url, asked(more));
    const got = await answerOf(daemon.url, asked(more));

    expect(expected).not.toContain('"usage"');
    expect(withoutIds(got)).toBe(withoutIds(expected));
    await vendor.log.idle();
    expect(vendor.log.entries().at(-1)?.requestBytes).toBeGreaterThan(asked(more).length);
  },
);

test("a client that asks for it gets what it asked for, untouched", async () => {
  const body = asked({ stream_options: { include_usage: true } });
  const expected = await answerOf(direct.url, body);
  const got = await answerOf(daemon.url, body);

  expect(got.match(/"usage":\{/g)?.length).toBe(1);
  expect(withoutIds(got)).toBe(withoutIds(expected));
});
