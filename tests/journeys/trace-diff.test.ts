import { afterAll, expect, test } from "bun:test";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Corner, controlOf, newCorner } from "../support/program.ts";
import { until } from "../support/wait.ts";

const corners: Corner[] = [];
afterAll(async () => {
  for (const corner of corners) await corner.leave();
});
const corner = (): Corner => {
  const made = newCorner();
  corners.push(made);
  return made;
};

test("what changed since the turn before is told without any trace: the daemon has the latest requests in memory", async () => {
  const { home, cli } = corner();
  await cli(["start", "--upstream", "simulator"]);
  const { url } = await controlOf({ home } as Corner).status({});
  const say = async (body: object): Promise<string> => {
    const answer = await fetch(`${url}/v1/messages`, {
      ...{ method: "POST", headers: { "x-api-key": "k", "content-type": "application/json" } },
      body: JSON.stringify({ model: "claude-haiku-4-5", max_tokens: 9, ...body }),
    });
    await answer.text();
    return answer.headers.get("x-proxy-request-id") ?? "";
  };
  const talk = [{ role: "user", content: "first" }];
  const more = [...talk, { role: "assistant", content: "ok" }, { role: "user", content: "second" }];
  const first = await say({ system: "You help.", messages: talk });
  const second = await say({ system: "You help.", messages: more, max_tokens: 19 });
  await until("both are known", async () => (await cli(["trace", "diff", first, second])).code === 0);

  const told = await cli(["trace", "diff"]);
  const both = JSON.parse((await cli(["trace", "diff", first, second, "--json"])).out);

  expect(told.out).toContain("2 more at the end; all before the same");
  expect(told.out).toMatch(/- max_tokens +9\n\+ max_tokens +19/);
  expect(both).toMatchObject({ system: null, messages: { same: 1, parting: null }, before: { id: first, turn: 1 } });
  const curl = await cli(["trace", "export", "last", "--curl"]);
  expect(curl.out).toContain(`curl -sS -N '${url}/v1/messages'`);
  const none = await cli(["trace", "export", "last", "--har"]);
  expect([none.code, none.out, none.err.includes("--curl")]).toEqual([66, "", true]);
  const asked = await cli(["trace", "replay", "last", "--no-input"]);
  expect([asked.code, asked.err]).toEqual([2, expect.stringMatching(/sends \d+ input tokens again .*: about <?\$/)]);
  const dear = await cli(["trace", "replay", "last", "--yes", "--max-cost", "0.000001"]);
  expect([dear.code, dear.err.includes("--max-cost is")]).toEqual([2, true]);
  const again = await cli(["trace", "replay", "last", "--yes", "--json"]);
  expect(JSON.parse(again.out)).toMatchObject({ replayed: second, status: 200, about_micros: expect.any(Number) });
}, 60_000);

test("traces are listed by the words of the dashboard's filter", async () => {
  const { home, cli } = corner();
  await cli(["start"]);
  await cli(["trace", "on"]);
  const { url } = await controlOf({ home } as Corner).status({});
  const chat = { model: "gpt-4o-mini", messages: [{ role: "user", content: "hello" }] };
  const headers = { "x-proxy-upstream": "simulator", "content-type": "application/json", authorization: "Bearer k" };
  await (await fetch(`${url}/v1/chat/completions`, { method: "POST", headers, body: JSON.stringify(chat) })).text();
  await (await fetch(`${url}/v1/nothing`, { headers: { "x-proxy-upstream": "simulator" } })).text();
  const written = () => (existsSync(join(home, "traces")) ? readdirSync(join(home, "traces")) : []);
  await until("both are traced", () => written().filter((name) => name.endsWith(".json")).length === 2);

  const listed = async (filter: string) =>
    JSON.parse((await cli(["trace", "list", filter, "--json"])).out).traces.map(({ path }: { path: string }) => path);

  expect(await listed("st:ok")).toEqual(["/v1/chat/completions"]);
  expect(await listed("st:4xx up:simulator")).toEqual(["/v1/nothing"]);
  expect(await listed("time:>1h")).toEqual([]);
  const times = JSON.parse((await cli(["trace", "show", "last", "--timeline", "--json"])).out);
  expect(times.timeline).toMatchObject({ end_ms: expect.any(Number) });
  const both = await cli(["trace", "show", "last", "--timeline", "--sse"]);
  expect([both.code, both.err.includes("one part at a time")]).toEqual([2, true]);
  expect(await cli(["trace", "ls", "mode:x"])).toMatchObject({
    code: 2,
    err: expect.stringContaining("did you mean model"),
  });
}, 60_000);
