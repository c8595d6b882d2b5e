import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bunCommand } from "../../support/daemon.ts";
import { type Corner, controlOf, newCorner } from "../../support/program.ts";

let corner: Corner;
beforeEach(() => {
  corner = newCorner();
  mkdirSync(corner.home, { recursive: true, mode: 0o700 });
});
afterEach(() => corner.leave());

const write = (text: string) => writeFileSync(join(corner.home, "servers.yaml"), text, { mode: 0o600 });
const start = () => corner.cli(["start", "--upstream", "simulator"]);
const benchmark = (...words: readonly string[]) => corner.cli(["benchmark", ...words]);

test("Z16 upstreams are measured in turn, and told side by side with what it cost", async () => {
  write("second: { type: simulator, endpoint: 'simulator:' }\n");
  await start();
  const model = ["--model", "gpt-4o", "--runs", "3", "--tokens", "40", "--yes"];
  const { code, out, err } = await benchmark("simulator", "second", ...model);
  const asked = (await controlOf(corner).recent({ limit: 9 })).toReversed();

  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/\nUPSTREAM +MODEL +ANSWERS +TTFT P50 +P95 +TOTAL P50 +P95 +TOK\/S P50 +P95\n/);
  expect(out).toMatch(/\nsimulator +gpt-4o +3\/3 +[\d.]+ ms/);
  expect(out).toMatch(/\nsecond +gpt-4o +3\/3 +[\d.]+ ms/);
  expect(asked.map(({ upstream }) => upstream)).toEqual([
    ...["simulator", "second", "second", "simulator", "simulator", "second"],
  ]);
  expect(asked.map(({ outputTokens }) => outputTokens)).toEqual([40, 40, 40, 40, 40, 40]);
});

test("Z16 the same as JSON: percentiles, and what it cost in all", async () => {
  await start();
  const { out } = await benchmark("--model", "gpt-4o", "--runs", "2", "--tokens", "10", "--yes", "--json");

  expect(JSON.parse(out)).toMatchObject({
    ...{ runs: 2, tokens: 10, is_whole: true, cost_micros: expect.any(Number) },
    upstreams: [
      {
        ...{ upstream: "simulator", model: "gpt-4o", answers: 2, failure: null },
        ttft_ms: { p50: expect.any(Number), p95: expect.any(Number) },
        total_ms: { p50: expect.any(Number), p95: expect.any(Number) },
      },
    ],
  });
});

test("Z16 what it may cost is asked first; without a person nothing is sent", async () => {
  await start();
  const { code, err } = await benchmark("simulator", "--model", "claude-opus-4-6", "--tokens", "1000", "--runs", "20");

  expect(code).toBe(2);
  expect(err).toContain("20 questions, 1000 tokens of answer at most: about $0.51");
  expect(err).toContain("try: proxy-cli benchmark simulator --model claude-opus-4-6 --yes");
  expect((await controlOf(corner).stats({ since: 0, by: "client" })).total.requests).toBe(0);
});

test("an upstream that fails is told, asked no more, and does not spoil the others", async () => {
  const vendor = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response("no", { status: 500 }) });
  write(`work: { type: openai, endpoint: 'http://127.0.0.1:${vendor.port}', private: true, api_key: sk-work }\n`);
  await start();
  const { code, out, err } = await benchmark("work", "simulator", "--model", "gpt-4o", "--runs", "2", "--yes");
  await vendor.stop(true);

  expect(code).toBe(75);
  expect(out).toMatch(/\nwork +gpt-4o +0\/2 +- /);
  expect(out).toMatch(/\nsimulator +gpt-4o +2\/2 +\d/);
  expect(err).toContain('error: "work" refused the request for gpt-4o with 500');
  expect(err).toContain("try: ");
});

test("Z16 Ctrl-C ends it at once, with what there is by then", async () => {
  const asked = Promise.withResolvers<void>();
  const silent = () => {
    asked.resolve();
    return new Promise<Response>(() => undefined);
  };
  const vendor = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: silent });
  write(`work: { type: openai, endpoint: 'http://127.0.0.1:${vendor.port}', private: true, api_key: sk-work }\n`);
  await start();
  const words = ["benchmark", "simulator", "work", "--model", "gpt-4o", "--yes"];
  const child = Bun.spawn([...bunCommand("cli/main.ts"), ...words], {
    env: corner.env,
    stdout: "pipe",
    stderr: "pipe",
  });
  await asked.promise;
  child.kill("SIGINT");
  const [out, err, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  await vendor.stop(true);

  expect({ code, err }).toEqual({ code: 130, err: "" });
  expect(out).toMatch(/\nsimulator +gpt-4o +1\/5 /);
  expect(out).toMatch(/\nwork +gpt-4o +0\/5 /);
  expect(out).toContain("stopped before it was done");
});

const wrong: readonly (readonly [string, string])[] = [
  ["--runs 0", "--runs takes a whole number from 1 up"],
  ["--tokens many", "--tokens takes a whole number"],
  ["simulator nowhere", 'no upstream "nowhere"'],
  ["--max-cost 0", "--max-cost is $0"],
  ["openai --model gpt-4o", 'no key for "openai"'],
];

test("X-03 wrong words for benchmark are told with what to do", async () => {
  await start();
  for (const [words, what] of wrong) {
    const { code, out, err } = await benchmark(...words.split(" "), "--yes");

    expect([words, code === 0, out]).toEqual([words, false, ""]);
    expect(err).toContain(what);
    expect(err).toContain("\ntry: ");
  }
});
