import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { noTokenRules, tokenStore } from "../../src/state/tokens.ts";
import { newHome, startDaemon, type TestDaemon } from "../support/daemon.ts";
import { headerOf, serversAt } from "../support/fault-bench.ts";
import { type Faultd, read, type Step, send, startFaultd, waitFor } from "../support/faultd.ts";
import { type Format, formats } from "../support/formats.ts";
import { answerText, requestText } from "../support/http-text.ts";
import { connectRaw, type RawClient } from "../support/raw-client.ts";
import { until } from "../support/wait.ts";

const [format] = formats as [Format];
let vendor: Faultd;
let daemon: TestDaemon;
beforeEach(() => {
  vendor = startFaultd();
});
afterEach(async () => {
  await daemon.stop();
  vendor.stop();
});

const start = async (config: string, home = newHome()): Promise<void> => {
  writeFileSync(join(home, "config.yaml"), config, { mode: 0o600 });
  daemon = await startDaemon({ home, servers: serversAt(vendor.url), env: { PROXY_TIMESCALE: "1" } });
};

const ask = async (headers: Readonly<Record<string, string>> = {}): Promise<RawClient> => {
  const client = await connectRaw(daemon.port);
  client.write(requestText(format, false, daemon.port, headers));
  return client;
};

const answered = async (client: RawClient): Promise<RawClient> => {
  await client.until("it is answered", () => client.message().isDone);
  return client;
};

const statusOf = (client: RawClient): number => Number(client.message().startLine.split(" ")[1]);
const answer: readonly Step[] = [read("all"), send(answerText(format.answer))];

/** A vendor that answers each request when it is told to. */
const heldVendor = (): { readonly letGo: () => void } => {
  const { promise, resolve } = Promise.withResolvers<void>();
  vendor.play(read("all"), waitFor(promise), send(answerText(format.answer)));
  return { letGo: resolve };
};

const waiting = async () => (await daemon.control.limits({})).queue.waiting;

describe("G11: a limit refuses what is too much", () => {
  test("in the client's own words, with the time to come again, and the vendor is not asked", async () => {
    await start("limits:\n  rates:\n    - { name: mine, each: client, requests_per_minute: 2 }\n");
    vendor.play(...answer);

    const clients = [await answered(await ask()), await answered(await ask()), await answered(await ask())];

    expect(clients.map(statusOf)).toEqual([200, 200, 429]);
    const [, , refused] = clients as [RawClient, RawClient, RawClient];
    expect(headerOf(refused, "x-proxy-error")).toBe("rate_limited");
    expect(Number(headerOf(refused, "retry-after"))).toBeWithin(1, 31);
    expect(format.errorIn(Buffer.from(refused.message().body).toString())).toContain(
      'The limit "mine" is reached: 2 requests per minute for client claude-cli.',
    );
    expect(vendor.hits()).toHaveLength(2);
    const rows = await daemon.rows();
    expect(rows.map(({ outcome, error }) => [outcome, error])).toEqual([
      ["--", null],
      ["--", null],
      ["PR", "rate_limited"],
    ]);
    expect((await daemon.control.limits({})).levels).toMatchObject([{ limit: "mine", most: 2, refused: 1 }]);
  });

  test("a token's own limits count for its programs alone, and change at once", async () => {
    const home = newHome();
    const tokens = tokenStore(join(home, "tokens.json"), Date.now);
    const { token } = tokens.create("ci", null, { ...noTokenRules, requestsPerMinute: 1 });
    await start("", home);
    vendor.play(...answer);
    const shown = { "x-proxy-token": token };

    expect(statusOf(await answered(await ask(shown)))).toBe(200);
    expect(statusOf(await answered(await ask(shown)))).toBe(429);
    expect(statusOf(await answered(await ask()))).toBe(200);
    tokens.limit("ci", { ...noTokenRules, requestsPerMinute: 100 });
    expect(statusOf(await answered(await ask(shown)))).toBe(200);
    await until("both are told", async () => (await daemon.control.tokenUse({})).tokens[0]?.today.requests === 2);
  });

  test("tokens of prompts are estimated before and put right by what the vendor counted", async () => {
    await start("limits:\n  rates:\n    - { input_tokens_per_minute: 1000 }\n");
    const usage = JSON.stringify({ ...JSON.parse(format.answer), usage: { input_tokens: 1500, output_tokens: 1 } });
    vendor.play(read("all"), send(answerText(usage)));

    expect(statusOf(await answered(await ask()))).toBe(200);
    await until(
      "the vendor's count is in",
      async () => ((await daemon.control.limits({})).levels[0]?.used ?? 0) > 1400,
    );
    expect(statusOf(await answered(await ask()))).toBe(429);
  });

  test("what never reached the vendor is given back", async () => {
    await start("limits:\n  rates:\n    - { requests_per_day: 1 }\n");
    vendor.stop();
    const refused = await answered(await ask());
    expect(headerOf(refused, "x-proxy-error")).toBe("upstream_refused");

    await until("nothing is counted", async () => (await daemon.control.limits({})).levels[0]?.used === 0);
  });
});

describe("G11: with a queue what is too much waits for its turn", () => {
  const config = "limits:\n  rates:\n    - { name: one, concurrency: 1 }\n  queue: { max: 3, max_wait_ms: 60000 }\n";

  test("in turns among callers, and each sees its place; one more than the row holds is refused", async () => {
    await start(config);
    const { letGo } = heldVendor();
    const first = await ask();
    await until("it has gone out", () => vendor.hits().length === 1);
    const loud = [await ask({ "user-agent": "loud/1" })];
    await until("it waits", async () => (await waiting()).length === 1);
    loud.push(await ask({ "user-agent": "loud/1" }));
    await until("both wait", async () => (await waiting()).length === 2);
    const quiet = await ask({ "user-agent": "quiet/1", "x-api-key": "sk-ant-quiet" });

    const row = await until("three wait", async () => {
      const all = await waiting();
      return all.length === 3 && all;
    });
    expect(row.map(({ place, limit }) => [place, limit])).toEqual([
      [1, "one"],
      [2, "one"],
      [3, "one"],
    ]);
    expect(new Set([row[0]?.caller, row[2]?.caller]).size).toBe(1);
    expect(row[1]?.caller).not.toBe(row[0]?.caller);
    const running = await daemon.control.running({});
    expect(
      running
        .filter(({ phase }) => phase === "queued")
        .map(({ queue }) => queue?.place)
        .sort(),
    ).toEqual([1, 2, 3]);
    const tooMany = await answered(await ask());
    expect([statusOf(tooMany), headerOf(tooMany, "x-proxy-error")]).toEqual([429, "queue_full"]);
    expect((await daemon.control.status({})).queued).toBe(3);
    expect(quiet.text()).toBe(""); // not a byte before its turn

    letGo();
    for (const client of [first, ...loud, quiet]) expect(statusOf(await answered(client))).toBe(200);
    expect(Number(headerOf(quiet, "x-proxy-queued-ms"))).toBeGreaterThan(0);
    expect(headerOf(first, "x-proxy-queued-ms")).toBeUndefined();
    expect(await waiting()).toEqual([]);
    const id = headerOf(quiet, "x-proxy-request-id") ?? "";
    const detail = await until("its row is there", async () => {
      const known = await daemon.control.request({ id });
      return known?.summary != null && known;
    });
    expect(detail.routed.queued).toMatchObject({ limit: "one", ms: expect.any(Number) });
    const metrics = await (await fetch(`${daemon.url}/metrics?format=prometheus`)).text();
    expect(metrics).toContain('proxy_cli_limit_refused_total{limit="one"} 1');
    expect(metrics).toContain("proxy_cli_requests_queued 0");
  });

  test("a client that leaves is out of the row at once, and the vendor never hears of it", async () => {
    await start(config);
    const { letGo } = heldVendor();
    const first = await ask();
    await until("it has gone out", () => vendor.hits().length === 1);
    const leaving = await ask();
    await until("it waits", async () => (await waiting()).length === 1);

    leaving.leave();

    await until("nobody waits", async () => (await waiting()).length === 0);
    letGo();
    await answered(first);
    const rows = await until("both are booked", async () => {
      const all = await daemon.rows();
      return all.length === 2 && all;
    });
    expect(rows.map(({ outcome, error }) => [outcome, error])).toContainEqual(["CR", "client_left"]);
    expect(vendor.hits()).toHaveLength(1);
  });

  test("who waited too long, and who waits when the proxy stops, is told so", async () => {
    await start(config.replace("60000", "300"));
    const { letGo } = heldVendor();
    const first = await ask();
    await until("it has gone out", () => vendor.hits().length === 1);

    const late = await answered(await ask());
    expect([statusOf(late), headerOf(late, "x-proxy-error")]).toEqual([429, "queued_too_long"]);
    writeFileSync(join(daemon.home, "config.yaml"), config);
    await daemon.control.reload({});
    const waitingOne = await ask();
    await until("it waits", async () => (await waiting()).length === 1);
    daemon.signal("SIGTERM");
    await answered(waitingOne);
    expect([statusOf(waitingOne), headerOf(waitingOne, "x-proxy-error")]).toEqual([503, "draining"]);
    letGo();
    expect(statusOf(await answered(first))).toBe(200);
  });
});
