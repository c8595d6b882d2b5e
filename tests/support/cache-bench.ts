import { existsSync } from "node:fs";
import { join } from "node:path";
import type { CacheStats } from "../../src/core/cache-view.ts";
import type { RequestSummary } from "../../src/core/notice.ts";
import { type FaultBench, headerOf, startBench } from "./fault-bench.ts";
import { read, type Step, send } from "./faultd.ts";
import { type Format, formats } from "./formats.ts";
import { answerText, requestText } from "./http-text.ts";
import { connectRaw, type RawClient } from "./raw-client.ts";
import { until } from "./wait.ts";

type Asked = {
  readonly format?: Format;
  readonly stream?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
};

/** What came back, as far as the cache has to do with it. */
export type Came = { readonly startLine: string; readonly body: string; readonly cache: string | null };

/** A fault bench whose daemon keeps answers. The bench's own requests go past the cache: they are the same each time. */
export type CacheBench = FaultBench & {
  /** Sends a body, and does not wait for the answer. */
  readonly begin: (body: string, asked?: Asked) => Promise<RawClient>;
  readonly asked: (body: string, asked?: Asked) => Promise<Came>;
  /** The latest so many requests, when all have ended. */
  readonly latest: (count: number) => Promise<readonly RequestSummary[]>;
  readonly stats: () => Promise<CacheStats>;
};

/** What came to a client, when its answer has ended. */
export const cameTo = async (client: RawClient): Promise<Came> => {
  await client.until("the answer ends", () => client.end() !== null);
  const { startLine, body } = client.message();
  return { startLine, body: Buffer.from(body).toString(), cache: headerOf(client, "x-proxy-cache") ?? null };
};

const [first] = formats as readonly [Format];

/** Starts it; for `beforeAll`. */
export const startCacheBench = async (flags: Readonly<Record<string, string>> = {}): Promise<CacheBench> => {
  const bench = await startBench({
    alwaysSend: { "x-proxy-cache": "bypass" },
    flags: { "cache.enabled": "true", ...flags },
    opens: async (daemon, vendor) => {
      vendor.play(...whole(answerOf("the first")));
      const client = await connectRaw(daemon.port);
      const headers = { "x-proxy-upstream": first.upstream };
      client.write(requestText(first, false, daemon.port, headers, question()));
      await cameTo(client);
      await until("its file is open", () => existsSync(join(daemon.home, "cache.db-shm")));
    },
  });
  const begin: CacheBench["begin"] = (body, { format = first, stream = false, headers = {} } = {}) =>
    bench.ask(format, stream, {
      body,
      headers: { "x-proxy-upstream": format.upstream, "x-proxy-cache": "use", ...headers },
    });
  return {
    ...bench,
    begin,
    asked: async (body, asked) => cameTo(await begin(body, asked)),
    latest: (count) =>
      until(`${count} requests have ended`, async () => {
        const { inFlight } = await bench.daemon.control.status({});
        const latest = await bench.daemon.control.recent({ limit: count });
        return inFlight === 0 && latest.length >= count && latest;
      }),
    stats: () => bench.daemon.control.cacheStats({ limit: 5 }),
  };
};

let serial = 0;

/** A question that nobody has asked before. */
export const question = (more: object = {}): string =>
  JSON.stringify({
    model: "claude-sonnet-4-5",
    max_tokens: 64,
    messages: [{ role: "user", content: `question ${++serial}` }],
    ...more,
  });

/** A whole answer to it: a thousand tokens in, 88 out. */
export const answerOf = (text: string, more: object = {}): string =>
  JSON.stringify({
    ...{ id: "msg_1", type: "message", role: "assistant", model: "claude-sonnet-4-5", stop_reason: "end_turn" },
    content: [{ type: "text", text }],
    usage: { input_tokens: 1000, output_tokens: 88 },
    ...more,
  });

/** The vendor reads the request and gives this answer. */
export const whole = (body: string, status = "200 OK"): readonly Step[] => [
  read("all"),
  send(answerText(body, status)),
];
