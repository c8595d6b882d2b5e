import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Corner, controlOf, newCorner } from "../../support/program.ts";
import { hasRedis, startRedis } from "../../support/redis-server.ts";
import { until } from "../../support/wait.ts";

let corner: Corner;
/** A home in which no daemon has ever run. */
let empty: Corner;

beforeAll(async () => {
  [corner, empty] = [newCorner(), newCorner()];
  await corner.cli(["start", "--upstream", "simulator"], { PROXY_CACHE_ENABLED: "true" });
});

afterAll(() => Promise.all([corner.leave(), empty.leave()]));

const cache = (...words: readonly string[]) => corner.cli(["cache", ...words]);
const json = async (...words: readonly string[]) => JSON.parse((await cache(...words, "--json")).out);

/** Asks the built-in vendor, and gives what the cache said of it and the id of the request. */
const ask = async (content: string, headers: Readonly<Record<string, string>> = {}) => {
  const { url } = await controlOf(corner).status({});
  const body = JSON.stringify({ model: "claude-sonnet-4-5", max_tokens: 99, messages: [{ role: "user", content }] });
  const answer = await fetch(`${url}/v1/messages`, { method: "POST", body, headers: { "x-api-key": "k", ...headers } });
  const text = await answer.text();
  const id = answer.headers.get("x-proxy-request-id") ?? "";
  await until("it is booked", async () => (await controlOf(corner).recent({ limit: 1 }))[0]?.id === id);
  return { text, id, said: answer.headers.get("x-proxy-cache") };
};

/** The figures that change from run to run have a name in their place. */
const masked = (text: string): string =>
  text
    .replaceAll(/\b[0-9a-f]{16}\b/g, "KEY")
    .replaceAll(/\b\d+(\.\d+)? k?B\b(?! of)/g, "SIZE")
    .replaceAll(/\d+(\.\d+)? k?B of/g, "SIZE of")
    .replaceAll(/(?<= )(\d+s|9m\d\d|10m\d\d)(?=\s)/g, "TIME")
    .replaceAll(/ {2,}/g, "  ");

test("G5 K-10: the cache tells what is kept and how often it was given, shows an answer, and throws it away", async () => {
  const first = await ask("say one thing");
  expect((await ask("say one thing")).said).toStartWith("hit");
  await ask("say one thing", { "x-proxy-cache": "bypass" });

  const told = await cache();
  const stats = await json("stats");
  const [{ key }] = stats.latest;
  const shown = await cache("get", key.slice(0, 8));

  expect(masked(told.out)).toMatchSnapshot();
  expect(stats).toMatchObject({
    ...{ running: true, is_on: true, ttl_ms: 600_000, entries: 1, hits: 1, misses: 1, bypassed: 1, hit_share: 0.5 },
    reasons: [{ why: "the client wants none", count: 1 }],
    latest: [{ model: "claude-sonnet-4-5", hits: 1, is_stream: false }],
  });
  expect(shown.out).toContain(`key       ${key}`);
  expect(shown.out).toMatch(/^model {5}claude-sonnet-4-5$/m);
  expect(shown.out).toMatch(/^hits {6}1, last today /m);
  expect(shown.out).not.toContain(first.text);
  expect((await json("get", key)).body).toBeUndefined();
  expect((await cache("get", key, "--body")).out).toBe(first.text);
  expect((await json("get", key, "--body")).body).toBe(first.text);

  const { url } = await controlOf(corner).status({});
  const page = await (await fetch(`${url}/metrics?format=prometheus`)).text();
  for (const figure of ["hits_total 1", "misses_total 1", "bypassed_total 1", "entries 1"])
    expect(page).toContain(`proxy_cli_cache_${figure}\n`);
  expect((await corner.cli(["status"])).out).toMatch(/answers +kept on disk +1 in .* 50% given again since start/);

  await ask("say another thing");
  expect((await cache("clear", key)).out).toBe(`ok  ${key.slice(0, 16)} is not kept any more\n`);
  expect(await json("clear")).toMatchObject({ running: true, cleared: 1 });
  expect((await cache("clear")).out).toBe("nothing was kept\n");
  expect((await ask("say one thing")).said).toBe("miss");
});

test("without a daemon the file is looked at, and cleared, all the same", async () => {
  const other = newCorner();
  await other.cli(["start", "--upstream", "simulator"], { PROXY_CACHE_ENABLED: "true" });
  const { url } = await controlOf(other).status({});
  const body = JSON.stringify({ model: "claude-x", max_tokens: 99, messages: [{ role: "user", content: "hi" }] });
  await (await fetch(`${url}/v1/messages`, { method: "POST", body, headers: { "x-api-key": "k" } })).text();
  await other.cli(["stop"]);

  const told = JSON.parse((await other.cli(["cache", "--json"])).out);

  expect(told).toMatchObject({ running: false, is_on: null, entries: 1, latest: [{ model: "claude-x" }] });
  expect((await other.cli(["cache"])).out).toStartWith("cache     no daemon runs\nkept      1 answer, ");
  expect((await other.cli(["cache", "get", told.latest[0].key, "--body"])).out).toContain('"type":"message"');
  expect((await other.cli(["cache", "clear"])).out).toBe("ok  1 answer thrown away\n");
  expect((await other.cli(["cache", "clear"])).out).toBe("nothing was kept\n");
  await other.leave();
});

test.skipIf(!hasRedis)(
  "without a daemon what daemons share is thrown away too, and it is said where that cannot be",
  async () => {
    const redis = await startRedis();
    const [one, other] = [newCorner(), newCorner()];
    const env = { PROXY_CACHE_ENABLED: "true", PROXY_STORE_REDIS_URL: redis.url };
    await one.cli(["start", "--upstream", "simulator"], env);
    const { url } = await controlOf(one).status({});
    const body = JSON.stringify({ model: "claude-x", max_tokens: 99, messages: [{ role: "user", content: "hi" }] });
    await (await fetch(`${url}/v1/messages`, { method: "POST", body, headers: { "x-api-key": "k" } })).text();
    await until("it is kept", async () => (await controlOf(one).cacheStats({ limit: 1 })).entries === 1);

    const clear = async (...words: readonly string[]) => await other.cli(["cache", "clear", ...words], env);
    expect((await clear()).out).toBe("nothing was kept here; what daemons share is thrown away\n");
    await until(
      "the other daemon has heard",
      async () => (await controlOf(one).cacheStats({ limit: 1 })).entries === 0,
    );
    await redis.stop();

    expect((await clear()).out).toStartWith("nothing was kept\nWhat lies in the store that daemons share");
    expect(JSON.parse((await clear("--json")).out)).toMatchObject({ running: false, cleared: 0, shared: "away" });
    await Promise.all([one.leave(), other.leave()]);
  },
);

test.each([
  [["get"], 2, "cache get needs a key"],
  [["get", "../etc"], 2, "is no key: they are made of 0-9 and a-f"],
  [["get", "00ff"], 66, "nothing is kept under 00ff"],
  [["clear", "00ff"], 66, "nothing is kept under 00ff"],
  [["stats", "00ff"], 2, "cache stats takes no"],
  [["clear", "--body"], 2, "--body is for cache get"],
  [["claer"], 2, "proxy-cli cache clear"],
] as const)("cache %j says what is wrong and what to do", async (words, code, said) => {
  const ran = await empty.cli(["cache", ...words]);

  expect(ran).toMatchObject({ code, out: "" });
  expect(ran.err).toContain(said);
  expect(ran.err).toContain("\ntry: ");
});

test("a home in which nothing was ever kept has no file after it was looked at, and is told how to begin", async () => {
  const told = await empty.cli(["cache"]);

  expect(told).toMatchObject({ code: 0, err: "" });
  expect(told.out).toContain("kept      0 answers");
  expect(await Bun.file(`${empty.home}/cache.db`).exists()).toBe(false);
});
