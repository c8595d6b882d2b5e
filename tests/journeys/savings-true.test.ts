import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { listenSimulator } from "../../src/simulator/listen.ts";
import { asked, givenUpTo } from "../support/agent-day.ts";
import { type LedgerRow, startDaemon, type TestDaemon } from "../support/daemon.ts";
import { until } from "../support/wait.ts";

type Place = { readonly daemon: TestDaemon; readonly vendor: ReturnType<typeof listenSimulator> };

const open = async (mode: string): Promise<Place> => {
  const vendor = listenSimulator();
  const daemon = await startDaemon({
    servers: `vendor:\n  endpoint: ${vendor.url}\n  type: simulator\n`,
    flags: { upstream: "vendor", "memory.mode": mode, "memory.budget_ms": "1000" },
  });
  return { daemon, vendor };
};

const turns = 24;

const formats = {
  anthropic: {
    path: "/v1/messages",
    headers: { "x-api-key": "sk-ant-simulated-key-0000", "anthropic-version": "2023-06-01" },
  },
  openai: { path: "/v1/chat/completions", headers: { authorization: "Bearer sk-simulated-key-0000" } },
} as const;

const converse = async ({ url, control }: TestDaemon, format: keyof typeof formats): Promise<void> => {
  const { path, headers } = formats[format];
  for (let turn = 1; turn <= turns; turn++) {
    const response = await fetch(url + path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(asked[format](givenUpTo(turn))),
    });
    expect([response.status, await response.text()]).toMatchObject([200, expect.any(String)]);
    await until("its answer has ended", async () => (await control.status({})).inFlight === 0);
  }
};

const billOf = async ({ vendor }: Place): Promise<number> => {
  const bill = (await (await fetch(`${vendor.url}/_sim/bill`)).json()) as { total: { costMicros: number } };
  return bill.total.costMicros;
};

describe.each(["anthropic", "openai"] as const)("in the format of %s", (format) => {
  let places: readonly Place[] = [];
  let rows: readonly LedgerRow[] = [];
  let saved = 0;

  beforeAll(async () => {
    places = await Promise.all(["off", "balanced"].map(open));
    await Promise.all(places.map(({ daemon }) => converse(daemon, format)));
    rows = (await places[1]?.daemon.rows()) ?? [];
    const [raw = 0, paid = 0] = await Promise.all(places.map(billOf));
    saved = raw - paid;
  }, 90_000);

  afterAll(() => Promise.all(places.flatMap(({ daemon, vendor }) => [daemon.stop(), vendor.stop()])));

  test("V10: what is said to be saved is what the vendor's two bills differ by: not 2 % more, not 10 % less", () => {
    const claimed = rows.reduce((sum, { savedMicros }) => sum + (savedMicros ?? 0), 0);
    expect(saved).toBeGreaterThan(10_000);
    expect(claimed / saved).toBeGreaterThanOrEqual(0.9);
    expect(claimed / saved).toBeLessThanOrEqual(1.02);
  });

  test("V6: a long conversation of an agent's takes more than a fifth fewer tokens, and its bill falls with them", async () => {
    const taken = async (place: Place | undefined): Promise<number> =>
      ((await place?.daemon.rows()) ?? []).reduce((sum, { inputTokens }) => sum + (inputTokens ?? 0), 0);
    const [raw, sent] = await Promise.all([taken(places[0]), taken(places[1])]);
    expect(raw).toBeGreaterThan(100_000);
    expect(sent).toBeLessThanOrEqual(0.8 * raw);
    expect(saved).toBeGreaterThan(0);
  });
});
