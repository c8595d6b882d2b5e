import { afterAll, expect, test } from "bun:test";
import { ProxyError } from "../../src/core/errors.ts";
import { dialects } from "../../src/dialects/index.ts";
import { providers } from "../../src/providers/index.ts";
import { examine } from "../../src/upstream/examine.ts";
import { canaries } from "../support/canary.ts";
import { upstreamOf } from "../support/exchange.ts";
import { read, send, startFaultd } from "../support/faultd.ts";

const vendor = startFaultd();
afterAll(() => vendor.stop());

const services = {
  names: { check: () => null },
  providers,
  dialects,
  egress: () => null,
  tick: () => performance.now(),
  limitMs: 5000,
};
const holding = (provider: string) =>
  upstreamOf(provider, { origin: vendor.url, key: canaries.held, keyHint: "...dddd", isPrivate: true });

const answering = (status: string) =>
  vendor.play(read("headers"), send(`HTTP/1.1 ${status}\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}`));

const verdicts = async (upstream: Parameters<typeof examine>[0]) =>
  (await examine(upstream, services)).stages.map(({ stage, verdict }) => `${stage} ${verdict}`);

test("S-36: the key that we hold is shown to its own address alone, with a question that costs nothing", async () => {
  for (const [provider, line, header] of [
    ["anthropic", "GET /v1/models HTTP/1.1", `x-api-key: ${canaries.held}`],
    ["openai", "GET /v1/models HTTP/1.1", `authorization: Bearer ${canaries.held}`],
    ["google", "GET /v1beta/models HTTP/1.1", `x-goog-api-key: ${canaries.held}`],
    ["zai", "GET /api/anthropic/v1/models HTTP/1.1", `x-api-key: ${canaries.held}`],
  ] as const) {
    answering("200 OK");

    expect(await verdicts(holding(provider))).toEqual(["dns ok", "tcp ok", "auth ok"]);
    const sent =
      vendor
        .hits()
        .map((hit) => hit.text())
        .find((text) => text !== "") ?? "";
    expect(sent).toStartWith(line);
    expect(sent.toLowerCase()).toContain(header.toLowerCase());
  }
});

test("a key that is refused is told by its end alone", async () => {
  answering("401 Unauthorized");

  const { reachable, reason, stages } = await examine(holding("openai"), services);

  expect([reachable, reason]).toEqual([true, "401 to key ...dddd"]);
  expect(stages.at(-1)).toEqual({ stage: "auth", verdict: "failed", detail: "401 to key ...dddd" });
});

test("each of several keys is tried and told by its end; one that is not right is the verdict of all", async () => {
  const refusing = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: ({ headers }) => new Response("{}", { status: headers.get("x-api-key") === "second" ? 401 : 200 }),
  });
  const keys = [
    { key: "first", hint: "...rst" },
    { key: "second", hint: "...ond" },
  ];
  const upstream = upstreamOf("anthropic", { origin: refusing.url.origin, isPrivate: true, key: "first", keys });

  const found = await examine({ ...upstream, keyHint: "...rst" }, services);
  await refusing.stop(true);

  expect(found.keys).toEqual([
    { key: "...rst", verdict: "ok", detail: null },
    { key: "...ond", verdict: "failed", detail: "401 to key ...ond" },
  ]);
  expect([found.reason, found.stages.at(-1)?.verdict]).toEqual(["401 to key ...ond", "failed"]);
});

test("Google says 400 to a key that it does not know; to others that tells nothing", async () => {
  answering("400 Bad Request");
  expect(await verdicts(holding("google"))).toContain("auth failed");
  answering("400 Bad Request");
  expect(await verdicts(holding("mistral"))).toContain("auth unknown");
});

test("a vendor without a list of models tells nothing of the key", async () => {
  answering("404 Not Found");

  expect((await examine(holding("zai"), services)).stages.at(-1)).toMatchObject({
    stage: "auth",
    verdict: "unknown",
    detail: "not told: 404 to the list of models",
  });
});

test("without a key of ours no request is made", async () => {
  answering("200 OK");

  expect(await verdicts(upstreamOf("openai", { origin: vendor.url }))).toEqual(["dns ok", "tcp ok", "auth unknown"]);
  expect(vendor.hits().filter((hit) => hit.text() !== "")).toEqual([]);
});

test("the step that fails is the last one, and says why", async () => {
  const refused = await examine(upstreamOf("openai", { origin: "http://127.0.0.1:1" }), services);
  const unknown = await examine(upstreamOf("openai", { origin: "https://no-such-name.invalid" }), services);

  expect(refused).toMatchObject({ reachable: false, latencyMs: null, reason: "connection refused" });
  expect(refused.stages.map(({ stage, verdict }) => `${stage} ${verdict}`)).toEqual(["dns ok", "tcp failed"]);
  expect(unknown.stages[0]).toEqual({ stage: "dns", verdict: "failed", detail: "name not found (DNS)" });
});

test("U-04: a name that leads where it may not is not called, and no key goes there", async () => {
  answering("200 OK");
  const astray = new ProxyError("upstream_address", "It leads to a private network; the request was not sent.");
  const names = { check: () => Promise.reject(astray) };

  const found = await examine(holding("openai"), { ...services, names });
  expect(vendor.connections()).toBe(0);
  const proxied = await examine(holding("openai"), {
    ...services,
    names,
    egress: () => ({ url: vendor.url, host: "p" }),
  });

  expect(found).toEqual({
    reachable: false,
    latencyMs: null,
    reason: astray.message,
    stages: [{ stage: "dns", verdict: "failed", detail: astray.message }],
  });
  expect(proxied.reachable).toBe(true);
});

test("a vendor that speaks no TLS where TLS is meant fails there", async () => {
  vendor.play(send("HTTP/1.1 400 Bad Request\r\n\r\n"));
  const origin = vendor.url.replace("http:", "https:");

  expect(await verdicts(upstreamOf("openai", { origin }))).toEqual(["dns ok", "tcp ok", "tls failed"]);
});
