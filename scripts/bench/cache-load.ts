import { connect } from "./connection.ts";
import { percentile } from "./statistics.ts";

/** So many different questions, one after the other on one connection, all of them so often. */
export type CacheJob = { readonly port: number; readonly questions: number; readonly passes: number };

/** How long the answers took, as their client saw it. Milliseconds. */
export type CacheLoad = {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly answers: number;
  /** Answers with another status or length than they must have. */
  readonly wrong: number;
};

/** Bytes of every answer. */
export const answerSize = 1024;

const request = (port: number, at: number): Buffer => {
  const messages = [{ role: "user", content: `question ${at}: ${"a".repeat(800)}` }];
  const body = JSON.stringify({ model: "claude-sonnet-4-5", max_tokens: 1024, messages });
  const head = [
    `POST /v1/messages?size=${answerSize} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    "content-type: application/json",
    `x-api-key: sk-ant-api03-${"0".repeat(24)}`,
    "anthropic-version: 2023-06-01",
    `content-length: ${body.length}`,
  ];
  return Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`);
};

const run = async ({ port, questions, passes }: CacheJob): Promise<CacheLoad> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const requests = Array.from({ length: questions }, (_, at) => request(port, at));
  const times: number[] = [];
  let [sentAt, wrong] = [0, 0];
  const ask = (): void => {
    const next = requests[times.length % questions];
    if (next === undefined || times.length === questions * passes) return resolve();
    sentAt = performance.now();
    connection.send(next);
  };
  const connection = await connect(port, {
    answered: (status, length) => {
      times.push(performance.now() - sentAt);
      if (status !== 200 || length !== answerSize) wrong++;
      ask();
    },
    closed: () => reject(new Error("The connection closed.")),
  });
  ask();
  await promise;
  return { p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99), answers: times.length, wrong };
};

if (import.meta.main) {
  console.log(JSON.stringify(await run(JSON.parse(process.argv[2] ?? "{}"))));
  process.exit(0);
}
