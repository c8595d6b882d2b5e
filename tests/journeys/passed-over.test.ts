import { afterAll, beforeAll, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ListeningSimulator, listenSimulator } from "../../src/simulator/listen.ts";
import { newHome, startDaemon, type TestDaemon } from "../support/daemon.ts";
import { until } from "../support/wait.ts";

const config = `fallbacks:
  - { when: { upstream: spent }, to: [beside] }
  - { when: { upstream: asks }, to: [beside] }
  - { when: { upstream: crowded }, to: [beside] }
  - { when: { upstream: both }, to: [spent, beside] }
  - { when: { upstream: alike }, to: [beside] }
budgets:
  - { name: own, per: day, requests: 1, when: { upstream: spent } }
  - { name: asked, per: day, requests: 1, when: { upstream: asks }, on_over: pause }
  - { name: all, per: day, requests: 1, when: { client: thrifty } }
limits:
  rates:
    - { name: narrow, when: { upstream: crowded }, requests_per_day: 1 }
    - { name: wide, when: { client: eager }, requests_per_day: 1 }
`;

let vendor: ListeningSimulator;
let daemon: TestDaemon;
beforeAll(async () => {
  vendor = listenSimulator({ now: () => 1_800_000_000_000 });
  const home = newHome();
  writeFileSync(join(home, "config.yaml"), config, { mode: 0o600 });
  const names = ["spent", "asks", "crowded", "both", "alike", "beside"];
  daemon = await startDaemon({
    home,
    servers: names.map((name) => `${name}:\n  endpoint: ${vendor.url}\n  type: simulator\n`).join(""),
    flags: { upstream: "beside", "server.loopback_without_token": "true" },
  });
});
afterAll(async () => {
  await daemon.stop();
  await vendor.stop();
});

let turns = 0;

/** Each is a conversation of its own. */
const ask = async (upstream: string, client = "tool") => {
  const answer = await fetch(`${daemon.url}/v1/messages`, {
    method: "POST",
    headers: {
      ...{ "content-type": "application/json", "anthropic-version": "2023-06-01", "x-proxy-upstream": upstream },
      "x-api-key": "sk-test",
      ...{ "user-agent": `${client}/1`, "x-proxy-session": `talk-${turns++}` },
    },
    body: JSON.stringify({ model: "m", max_tokens: 9, messages: [{ role: "user", content: "echo: hi" }] }),
  });
  const id = answer.headers.get("x-proxy-request-id") ?? "";
  const said = await answer.text();
  const detail = await until("it is booked", async () => {
    const found = await daemon.control.request({ id });
    return found?.summary != null && found;
  });
  return {
    ...{ status: answer.status, said, tries: detail.routed.tries ?? [], steps: detail.routed.decision?.steps ?? [] },
    upstream: answer.headers.get("x-proxy-upstream"),
    attempts: answer.headers.get("x-proxy-attempts"),
  };
};

test("an upstream whose own budget is used up is passed over, and why says so", async () => {
  expect(await ask("spent")).toMatchObject({ status: 200, upstream: "spent", tries: [] });

  const second = await ask("spent");

  expect(second).toMatchObject({ status: 200, upstream: "beside", attempts: "spent budget, beside" });
  expect(second.tries).toMatchObject([
    {
      ...{ upstream: "spent", what: "skipped", reason: "budget" },
      why: 'The budget "own" is used up: 1 of 1 request today.',
    },
  ]);
});

test("a fallback whose own budget is used up is none, and why says so", async () => {
  const answer = await ask("both");

  expect(answer).toMatchObject({ status: 200, upstream: "both", tries: [] });
  expect(answer.steps).toContainEqual({
    ...{ about: "upstream", rule: "spent", isTaken: false },
    why: 'The budget "own" is used up: 1 of 1 request today.',
  });
});

test("a budget that asks a person does not where another upstream can answer", async () => {
  expect((await ask("asks")).upstream).toBe("asks");

  expect(await ask("asks")).toMatchObject({ status: 200, upstream: "beside" });
  expect((await daemon.control.budgets({})).asks).toEqual([]);
});

test("an upstream whose own limit is reached is passed over", async () => {
  expect((await ask("crowded")).upstream).toBe("crowded");

  const second = await ask("crowded");

  expect(second).toMatchObject({ status: 200, upstream: "beside", attempts: "crowded limit, beside" });
  expect(second.tries[0]?.why).toBe('The limit "narrow" is reached: 1 request per day.');
});

test("a budget or a limit that counts wherever a request goes stops it all the same", async () => {
  expect((await ask("alike", "thrifty")).status).toBe(200);
  expect(await ask("alike", "thrifty")).toMatchObject({ status: 400, tries: [] });

  expect((await ask("alike", "eager")).status).toBe(200);
  expect(await ask("alike", "eager")).toMatchObject({ status: 429, tries: [] });
});
