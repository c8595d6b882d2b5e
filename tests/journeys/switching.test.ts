import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { ProxyError } from "../../src/core/errors.ts";
import { type ListeningSimulator, listenSimulator } from "../../src/simulator/listen.ts";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";
import { type Hashed, notedBy, sendHashed } from "../support/hashed.ts";
import { holdVendor } from "../support/held-vendor.ts";
import { until } from "../support/wait.ts";

const one = listenSimulator({ chunkDelayMs: 4 });
const other = listenSimulator({ chunkDelayMs: 4 });
const held = holdVendor();
const servers = (down: string): string =>
  Object.entries({
    one: [one.url, "simulator"],
    other: [other.url, "simulator"],
    held: [held.url, "simulator"],
    down: [down, "simulator"],
    chatonly: [other.url, "mistral"],
  })
    .map(([name, [endpoint, type]]) => `${name}:\n  endpoint: ${endpoint}\n  type: ${type}\n`)
    .join("");

/** An address where nobody listens. */
const freeAddress = (): string => {
  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response() });
  const url = `http://127.0.0.1:${server.port}`;
  void server.stop(true);
  return url;
};

const options = () => ({ servers: servers(freeAddress()), env: { PROXY_TIMESCALE: "1" } });
let daemon: TestDaemon;
beforeAll(async () => {
  daemon = await startDaemon(options());
  await daemon.control.switchUpstream({ name: "one", force: false, dryRun: false });
});
afterAll(async () => {
  await daemon.stop();
  await Promise.all([one.stop(), other.stop(), held.stop()]);
});

const switchTo = (name: string, force = false) => daemon.control.switchUpstream({ name, force, dryRun: false });
const whole = (url: string): Promise<Hashed> =>
  sendHashed(`${url}/v1/chat/completions`, {
    body: JSON.stringify({ model: "gpt-4o", messages: [{ role: "user", content: "echo: hi" }] }),
  });
const streamed = (url: string, words: number): Promise<Hashed> =>
  sendHashed(`${url}/v1/messages`, {
    body: JSON.stringify({
      model: "claude-sonnet-4-6",
      max_tokens: 9000,
      stream: true,
      messages: [{ role: "user", content: `say ${words} words` }],
    }),
  });
const idsAt = (vendor: ListeningSimulator): Set<string> =>
  new Set(vendor.log.entries().map(({ headers }) => headers["x-test-id"] ?? ""));

describe("Z3: switching under load", () => {
  const requests = 3000;
  const lanes = 24;
  const streams = 50;

  /** Lanes that each send one request after the other, until all have been sent. */
  const load = async (): Promise<Hashed[]> => {
    const seen: Hashed[] = [];
    let left = requests;
    const lane = async (): Promise<void> => {
      while (left-- > 0) seen.push(await whole(daemon.url));
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    return seen;
  };

  test("W-01, I-02, I-03: no client sees an error, and every request is wholly at one upstream, the one that its row names", async () => {
    const over = { isSo: false };
    const running = Promise.all([
      load(),
      Promise.all(Array.from({ length: streams }, () => streamed(daemon.url, 900))),
    ]).finally(() => {
      over.isSo = true;
    });
    let switches = 0;
    while (!over.isSo) {
      await switchTo(switches++ % 2 === 0 ? "other" : "one");
      await Promise.race([running, Bun.sleep(100)]); // the pace of the switches is what is tested
    }
    const [plain, streaming] = await running;
    const [atOne, atOther] = [idsAt(one), idsAt(other)];
    const rows = new Map((await daemon.rows()).map((row) => [row.id, row]));

    expect(switches).toBeGreaterThan(5);
    expect(plain.length).toBe(requests);
    for (const seen of [...plain, ...streaming]) {
      const row = rows.get(seen.headers.get("x-proxy-request-id") ?? "");
      const [here, elsewhere] = row?.upstream === "one" ? [atOne, atOther] : [atOther, atOne];
      expect([seen.status, row?.outcome, here.has(seen.id), elsewhere.has(seen.id)]).toEqual([200, "--", true, false]);
      expect(seen.headers.get("x-proxy-upstream")).toBe(row?.upstream ?? "no row");
    }
    expect(Math.min(atOne.size, atOther.size)).toBeGreaterThan(100);
    const { tally, inFlight, violations } = await daemon.control.status({});
    expect([tally.accepted, tally.ended, inFlight]).toEqual([requests + streams, requests + streams, 0]);
    expect(violations).toEqual({});
    for (const seen of [...plain.slice(0, 100), ...streaming]) {
      const vendor = atOne.has(seen.id) ? one : other;
      const noted = await notedBy(vendor, seen.id);
      expect([noted.requestSha256, noted.answerSha256]).toEqual([seen.sentSha256, seen.receivedSha256]);
    }
    for (const seen of streaming) expect(seen.received.toString()).toEndWith("\n\n");
    for (const seen of streaming) expect(seen.received.toString()).toContain("event: message_stop");
  }, 60_000);
});

describe("what a switch refuses", () => {
  const refusal = async (name: string): Promise<string> => {
    const before = (await daemon.control.status({})).upstream;
    const thrown = await switchTo(name).then(
      () => null,
      (error: unknown) => error,
    );
    expect((await daemon.control.status({})).upstream).toBe(before);
    return thrown instanceof ProxyError ? thrown.code : `not refused: ${String(thrown)}`;
  };

  test("W-02: an upstream that is down, and one that nobody knows; nothing has changed then", async () => {
    await streamed(daemon.url, 1);

    expect(await refusal("down")).toBe("upstream_refused");
    expect(await refusal("nobody")).toBe("upstream_unknown");
  });

  test("W-02: force goes there all the same and says what is wrong; - comes back", async () => {
    const before = (await daemon.control.status({})).upstream;

    const forced = await switchTo("down", true);
    const back = await switchTo("-");

    expect(forced.changed).toBe(true);
    expect(forced.warnings.join()).toContain("cannot be reached");
    expect(back.to).toBe(before);
  });
});

describe("a switch is durable before it is reported", () => {
  test.each(["other", "one", "other"])(
    "W-03: killed right after the switch to %s, it starts again on it",
    async (name) => {
      await switchTo(name);
      daemon.signal("SIGKILL");
      await daemon.exited;

      daemon = await startDaemon({ ...options(), home: daemon.home });

      expect((await daemon.control.status({})).upstream).toBe(name);
      expect((await whole(daemon.url)).headers.get("x-proxy-upstream")).toBe(name);
    },
  );

  test("W-01: an answer under way stays where it began", async () => {
    await switchTo("held");
    const running = streamed(daemon.url, 60);
    await until("the stream is under way", () => held.log.entries().length === 1);

    const { staying } = await switchTo("one");
    held.letGo();

    expect(staying).toBe(1);
    expect((await running).headers.get("x-proxy-upstream")).toBe("held");
    expect((await running).received.toString()).toContain("event: message_stop");
  });
});
