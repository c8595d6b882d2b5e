import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Corner, controlOf, newCorner } from "../../support/program.ts";

let corner: Corner;
beforeEach(() => {
  corner = newCorner();
  mkdirSync(corner.home, { recursive: true, mode: 0o700 });
});
afterEach(() => corner.leave());

const write = (file: string, text: string) => writeFileSync(join(corner.home, file), text, { mode: 0o600 });
const start = () => corner.cli(["start", "--upstream", "simulator"]);
const testContext = (...words: readonly string[]) => corner.cli(["test-context", ...words]);

/** Requests that have reached the daemon. */
const requests = async () => (await controlOf(corner).stats({ since: 0, by: "client" })).total.requests;

test.each(["claude-haiku-4-5", "gpt-4o-mini", "glm-4.6"])(
  "Z16 the real window of %s is found by a few cheap requests, and told beside the book's",
  async (model) => {
    await start();
    const { code, out, err } = await testContext("simulator", "--model", model, "--yes");

    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/ tokens {3}too long\n.+ tokens {3}fits\nwindow {6}([\d,]+) tokens, as the vendor says/);
    expect(out).toMatch(/\nprice book {2}[\d,]+ tokens: the same\ncost {8}\$0\.\d+ in 4 requests\n$/);
  },
);

test("Z16 a book that is wrong is told with what to write down, and that puts it right", async () => {
  write("models.yaml", "simulator:\n  gpt-4o-mini: { window: 100000 }\n");
  await start();
  const wrong = await testContext("--model", "gpt-4o-mini", "--yes");
  const lines = wrong.out.split("\n");
  const from = lines.findIndex((line) => line.startsWith("write it down in "));
  write("models.yaml", lines.slice(from + 1, from + 3).join("\n"));
  const right = await testContext("--model", "gpt-4o-mini", "--yes", "--json");

  expect(wrong.out).toContain("window      128,000 tokens");
  expect(readFileSync(join(corner.home, "models.yaml"), "utf8")).toContain("gpt-4o-mini: { window: 128000 }");
  expect(JSON.parse(right.out)).toMatchObject({
    ...{ upstream: "simulator", model: "gpt-4o-mini", window: 128_000, book: 128_000, differs: false, end: "known" },
    ...{ fits: 127_872, too_long: 128_128, requests: 4, cost_micros: expect.any(Number) },
  });
});

test("Z16 what it may cost is asked first; without a person nothing is sent", async () => {
  await start();
  const { code, out, err } = await testContext("simulator", "--model", "gpt-4o");

  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain("about $0.32, $0.97 at most");
  expect(err).toContain("try: proxy-cli test-context simulator --model gpt-4o --yes");
  expect(await requests()).toBe(0);
});

const wrong: readonly (readonly [string, string, string, number])[] = [
  ["simulatr", 'no upstream "simulatr"', "proxy-cli test-context simulator", 65],
  ["auto", "auto is no place of its own", "proxy-cli test-context anthropic", 2],
  ["anthropic --model claude-haiku-4-5", 'no key for "anthropic"', "proxy-cli keys set anthropic", 77],
  ["simulator --model a*b", "cannot be the name of one model", "proxy-cli models list", 2],
  ["simulator --model gpt-4o --max-cost cheap", "takes dollars", "--max-cost 0.50", 2],
  ["simulator --model gpt-4o --max-cost 0.01", "would cost about $0.32", "--max-cost 0.323", 2],
  ["simulator --model my-own --max-cost 1", "knows what this model costs", "proxy-cli prices set", 2],
  ["simulator --modle x", "--modle", "--help", 2],
];

test("X-03 wrong words for test-context are told with what to do, and nothing is sent", async () => {
  await start();
  for (const [words, what, next, exit] of wrong) {
    const { code, out, err } = await testContext(...words.split(" "), "--yes");

    expect([words, code, out]).toEqual([words, exit, ""]);
    expect(err).toContain(what);
    expect(err).toContain(next);
  }
  expect(await requests()).toBe(0);
});

test("without a daemon it says how to start one", async () => {
  const { code, err } = await testContext("simulator", "--yes");

  expect(code).toBe(3);
  expect(err).toContain("proxy-cli start");
});

test("Z16 a key of another vendor is never used: an address that only speaks its format gets none", async () => {
  let came = 0;
  const vendor = Bun.serve({
    ...{ port: 0, hostname: "127.0.0.1" },
    fetch: () => {
      came++;
      return new Response("{}");
    },
  });
  write("servers.yaml", `work: { type: openai, endpoint: 'http://127.0.0.1:${vendor.port}', private: true }\n`);
  await start();
  const { code, err } = await corner.cli(["test-context", "work", "--model", "m", "--yes"], {
    OPENAI_API_KEY: "sk-mine",
  });
  await vendor.stop(true);

  expect(code).toBe(77);
  expect(err).toContain('no key for "work"');
  expect(came).toBe(0);
});

test("Z16 any other error ends it, told in three parts", async () => {
  const busy = () => Response.json({ error: { message: "Your quota is used up.", type: "x" } }, { status: 429 });
  const vendor = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: busy });
  write(
    "servers.yaml",
    `work: { type: openai, endpoint: 'http://127.0.0.1:${vendor.port}', private: true, api_key: sk-work }\n`,
  );
  await start();
  const { code, out, err } = await testContext("work", "--model", "m", "--yes");
  await vendor.stop(true);

  expect({ code, out }).toEqual({ code: 75, out: "" });
  expect(err).toMatch(/^error: "work" refused the request for m with 429\n.*Your quota is used up\n(.*\n)*try: /);
  expect(err).not.toContain("sk-work");
});
