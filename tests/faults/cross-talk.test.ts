import { afterAll, beforeAll, expect, test } from "bun:test";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";
import { serversAt } from "../support/fault-bench.ts";
import { formats } from "../support/formats.ts";

const streams = 200;
const noncePattern = /nonce-\d+-[0-9a-f]{32}/g;

/** A vendor that answers each request with its own nonce, in twenty pieces, and plants what is meant for nobody else. */
const vendor = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  idleTimeout: 60,
  fetch: async (request) => {
    const nonce = (await request.text()).match(noncePattern)?.[0] ?? "no nonce";
    const pieces = async function* () {
      for (let at = 0; at < 20; at++) {
        yield `data: {"at":${at},"said":"${nonce}"${at === 19 ? ',"finishReason":"STOP"' : ""}}\n\n`;
        await Bun.sleep(Math.random() * 5); // so that the streams overtake one another
      }
      yield `event: message_stop\ndata: {"said":"${nonce}"}\n\n`;
      yield `event: response.completed\ndata: {"said":"${nonce}"}\n\n`;
      yield "data: [DONE]\n\n";
    };
    return new Response(pieces(), {
      headers: {
        "content-type": "text/event-stream",
        "request-id": nonce,
        "set-cookie": `session=${nonce}`,
        "x-proxy-request-id": "r_somebodyelse",
        "x-proxy-upstream": "another",
        "x-proxy-error": "upstream_closed",
      },
    });
  },
});

let daemon: TestDaemon;
beforeAll(async () => {
  daemon = await startDaemon({ servers: serversAt(`http://127.0.0.1:${vendor.port}`) });
});
afterAll(async () => {
  await daemon.stop();
  await vendor.stop(true);
});

const ask = async (at: number) => {
  const format = formats[at % formats.length];
  if (format === undefined) throw new Error("there are no formats");
  const nonce = `nonce-${at}-${crypto.randomUUID().replaceAll("-", "")}`;
  const body = format.body(true).replace("你好", nonce);
  const response = await fetch(daemon.url + format.path(true), {
    method: "POST",
    headers: { "content-type": "application/json", ...format.headers },
    body,
  });
  return { nonce, upstream: format.upstream, headers: response.headers, text: await response.text() };
};

test("I-05: of 200 streams at once none ever gets a byte of another", async () => {
  const answers = await Promise.all(Array.from({ length: streams }, (_, at) => ask(at)));

  for (const { nonce, text, headers } of answers) {
    expect(new Set(text.match(noncePattern))).toEqual(new Set([nonce]));
    expect(text.match(noncePattern)?.length).toBe(22);
    expect(headers.get("request-id")).toBe(nonce);
  }
  const ids = answers.map(({ headers }) => headers.get("x-proxy-request-id"));
  expect(new Set(ids).size).toBe(streams);
  expect((await daemon.rows()).map(({ id }) => id).sort()).toEqual(ids.map(String).sort());
}, 60_000);

test("I-05: nor where every third client leaves in the middle, and its connection to the vendor is free for the next", async () => {
  const asked = async (at: number) => {
    if (at % 3 !== 0) return await ask(at);
    const leaving = new AbortController();
    const format = formats[at % formats.length] ?? formats[0];
    if (format === undefined) throw new Error("there are no formats");
    const body = format.body(true).replace("你好", `nonce-${at}-${"0".repeat(32)}`);
    const headers = { "content-type": "application/json", ...format.headers };
    const response = await fetch(daemon.url + format.path(true), {
      method: "POST",
      headers,
      body,
      signal: leaving.signal,
    });
    await response.body?.getReader().read();
    leaving.abort();
    return null;
  };
  for (let round = 0; round < 3; round++) {
    const answers = await Promise.all(Array.from({ length: streams / 2 }, (_, at) => asked(at)));

    for (const answer of answers) {
      if (answer === null) continue;
      expect(new Set(answer.text.match(noncePattern))).toEqual(new Set([answer.nonce]));
      expect(answer.text.match(noncePattern)?.length).toBe(22);
    }
  }
}, 60_000);

test("S-35: what a vendor says of another request is not believed, and its cookies go nowhere", async () => {
  const { headers, upstream } = await ask(0);

  expect(headers.get("x-proxy-request-id")).toMatch(/^r_[0-9a-z]{8,}$/);
  expect(headers.get("x-proxy-request-id")).not.toBe("r_somebodyelse");
  expect(headers.get("x-proxy-upstream")).toBe(upstream);
  expect(headers.has("x-proxy-error")).toBe(false);
  expect(headers.has("set-cookie")).toBe(false);
});
