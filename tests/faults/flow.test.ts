import { afterAll, beforeAll, expect, test } from "bun:test";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";
import { serversAt } from "../support/fault-bench.ts";
import { type Format, formats } from "../support/formats.ts";
import { until } from "../support/wait.ts";

const streams = 12;
let isOver = false;
let told = 0;

/** A vendor whose streams count, an event every few milliseconds, until the test has seen enough. */
const vendor = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  idleTimeout: 60,
  maxRequestBodySize: 1024 ** 3,
  fetch: async (request) => {
    if (request.headers.get("x-test") === "heavy")
      return Response.json({ bytes: (await request.arrayBuffer()).byteLength });
    await request.arrayBuffer();
    const counting = async function* () {
      for (let at = 0; !isOver; at++) {
        yield `event: content_block_delta\ndata: {"type":"content_block_delta","at":${at}}\n\n`;
        told++;
        await Bun.sleep(2);
      }
      yield 'event: message_stop\ndata: {"type":"message_stop"}\n\n';
    };
    return new Response(counting(), { headers: { "content-type": "text/event-stream" } });
  },
});
let daemon: TestDaemon;
beforeAll(async () => {
  const at = `http://127.0.0.1:${vendor.port}`;
  const servers = `${serversAt(at)}uncounted:\n  endpoint: ${at}\n  type: mistral\n`;
  daemon = await startDaemon({ servers, env: { PROXY_TIMESCALE: "1" } });
});
afterAll(async () => {
  await daemon.stop();
  await vendor.stop(true);
});

const [anthropic] = formats as [Format];
const post = (body: string, more = {}) =>
  fetch(`${daemon.url}/v1/messages`, {
    method: "POST",
    headers: { ...anthropic.headers, "content-type": "application/json", ...more },
    body,
  });

/** Reads a counting stream to its end and keeps the longest pause between two of its pieces. */
const listen = async () => {
  const response = await post(anthropic.body(true));
  const decoder = new TextDecoder();
  let [text, longestMs, last] = ["", 0, performance.now()];
  for await (const piece of response.body ?? []) {
    const now = performance.now();
    longestMs = Math.max(longestMs, now - last);
    last = now;
    text += decoder.decode(piece, { stream: true });
  }
  return { text, longestMs };
};

const turns = (count: number): string =>
  JSON.stringify({
    model: "claude-sonnet-4-5",
    messages: Array.from({ length: count }, (_, at) => ({
      role: "user",
      content: `turn ${at} né 你好 "quoted" \\ ${"x".repeat(60)}`,
    })),
  });

const heavyBodies: Readonly<Record<string, string>> = {
  "20 MB of JSON, which streams": turns(160_000),
  "7 MB of JSON, which is held and looked into": turns(55_000),
  "2 MB of text without a space": JSON.stringify({
    model: "claude-sonnet-4-5",
    messages: [{ role: "user", content: "字".repeat(700_000) }],
  }),
};

/** What comes of something heavy while the streams of others count; each stream must have all of its events, in order. */
const whileOthersListen = async <T>(what: string, doHeavy: () => Promise<T>): Promise<T> => {
  isOver = false;
  told = 0;
  const listening = Array.from({ length: streams }, () => listen());
  await until("every stream counts", () => told > streams * 5);

  const before = told;
  const came = await doHeavy();
  const meanwhile = told - before;
  isOver = true;
  const heard = await Promise.all(listening);

  for (const { text } of heard) {
    const numbers = [...text.matchAll(/"at":(\d+)/g)].map(([, at]) => Number(at));
    expect(numbers).toEqual(numbers.map((_, at) => at));
    expect(text).toEndWith('data: {"type":"message_stop"}\n\n');
  }
  expect(heard.reduce((sum, { text }) => sum + (text.match(/"at":/g)?.length ?? 0), 0)).toBe(told);
  expect(meanwhile).toBeGreaterThan(streams);
  const { loopLagMs } = await daemon.control.status({});
  const longest = Math.max(...heard.map(({ longestMs }) => longestMs));
  console.log(
    `D-21 ${what}: ${meanwhile} events meanwhile; the longest pause ${longest.toFixed(0)} ms as this process, which is vendor and clients too, saw it; the daemon's own lag ${loopLagMs.toFixed(0)} ms (goal 50 ms)`,
  );
  return came;
};

for (const [what, body] of Object.entries(heavyBodies)) {
  test(`D-21, I-07: while one client sends ${what}, the events of the others keep coming, all of them and in order`, async () => {
    const heavy = async () => (await post(body, { "x-test": "heavy" })).json();

    const answers = await whileOthersListen(what, () => Promise.all([heavy(), heavy(), heavy()]));

    const whole = { bytes: Buffer.byteLength(body) };
    expect(answers).toEqual([whole, whole, whole]);
  }, 60_000);
}

test("D-21, I-07: while 2 MB of text without a space are counted, the events of the others keep coming, all of them and in order", async () => {
  const text = "字".repeat(700_000);
  const ask = async () => {
    const answer = await fetch(`${daemon.url}/v1/messages/count_tokens`, {
      method: "POST",
      headers: { ...anthropic.headers, "x-proxy-upstream": "uncounted", "content-type": "application/json" },
      body: JSON.stringify({ model: "gpt-4o", messages: [{ role: "user", content: text }] }),
    });
    return {
      estimate: answer.headers.get("x-proxy-estimate"),
      tokens: Number(Object(await answer.json()).input_tokens),
    };
  };

  const { estimate, tokens } = await whileOthersListen("2 MB counted", ask);

  expect(estimate).toBe("true");
  expect(tokens).toBeGreaterThan(100_000);
}, 60_000);
