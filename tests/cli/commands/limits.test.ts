import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Corner, controlOf, newCorner } from "../../support/program.ts";

let corner: Corner;
beforeEach(() => {
  corner = newCorner();
});
afterEach(() => corner.leave());

const body = JSON.stringify({ model: "sim-small", max_tokens: 8, messages: [{ role: "user", content: "hi" }] });

const ask = async (headers: Readonly<Record<string, string>>): Promise<number> => {
  const { url } = await controlOf(corner).status({});
  const sent = { "content-type": "application/json", "user-agent": "agent/1.0", "x-api-key": "sim", ...headers };
  return (await fetch(`${url}/v1/messages`, { method: "POST", headers: sent, body })).status;
};

test("limits tells what is set, how full it is and who was refused", async () => {
  mkdirSync(corner.home, { recursive: true, mode: 0o700 });
  const config =
    "limits:\n  rates:\n    - { name: agents, when: { client: agent }, each: caller, requests_per_day: 1 }\n";
  writeFileSync(join(corner.home, "config.yaml"), config, { mode: 0o600 });
  await corner.cli(["start", "--upstream", "simulator"]);
  expect([await ask({}), await ask({})]).toEqual([200, 429]);

  const { out } = await corner.cli(["limits"]);
  const json = JSON.parse((await corner.cli(["limits", "--json"])).out);

  expect(out).toStartWith("1 limit in limits.rates; no queue: what is more is refused\n");
  expect(out).toMatch(/\nagents +client agent +caller +1 request\/day\n/);
  expect(out).toMatch(/\nagents +key k_\S{8} +1 +1 request\/day +1, \S+ ago +0\n/);
  expect(json).toMatchObject({
    rules: [{ limit: "agents" }],
    levels: [{ used: 1, refused: 1 }],
    queue: { waiting: [] },
  });
});

test("where none is set it says where they would stand, and a token's use is told with its limits", async () => {
  const token = (await corner.cli(["token", "create", "ci", "--requests-per-minute", "60", "-q"])).out.trim();
  await corner.cli(["start", "--upstream", "simulator"]);
  expect((await corner.cli(["limits"])).out).toContain("none in limits.rates");

  expect(await ask({ "x-proxy-token": token })).toBe(200);

  const use = "1 request, \\d+ tokens, cost unknown";
  const used = new RegExp(`ci +pxy_\\.\\.\\.\\S+ .* 60 requests/min +${use} +${use} +\\S+ ago`);
  expect((await corner.cli(["token", "list"], { COLUMNS: "200" })).out).toMatch(used);
  expect((await corner.cli(["token", "limit", "ci", "--requests-per-minute", "1"])).out).toContain("ci: 1 request/min");
  await ask({ "x-proxy-token": token }); // its one of this minute, if the first has run out by now
  expect(await ask({ "x-proxy-token": token })).toBe(429);

  await corner.cli(["stop"]);
  expect((await corner.cli(["token", "list"], { COLUMNS: "200" })).out).toMatch(/ [12] requests?, \d+ tokens/); // as the ledger has it
});
