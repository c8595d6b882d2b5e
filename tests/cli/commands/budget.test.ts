import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Corner, controlOf, newCorner } from "../../support/program.ts";

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
});

afterEach(() => corner.leave());

const settings = (text: string): void => {
  mkdirSync(corner.home, { mode: 0o700 });
  writeFileSync(join(corner.home, "config.yaml"), text, { mode: 0o600 });
};

const ask = async (): Promise<Response> => {
  const { url } = await controlOf(corner).status({});
  return fetch(`${url}/v1/messages`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": "sk-test", "anthropic-version": "2023-06-01" },
    body: JSON.stringify({ model: "claude-sonnet-4-5", max_tokens: 9, messages: [{ role: "user", content: "hi" }] }),
  });
};

test("M8: a budget that is used up stops what comes next, is allowed more by one command, and stopped by another", async () => {
  settings("upstream: simulator\nbudgets:\n- { name: few, per: day, requests: 2 }\n");
  await corner.cli(["start"]);
  for (const status of [200, 200, 400]) expect((await ask()).status).toBe(status);

  const list = await corner.cli(["budget"]);
  const allow = await corner.cli(["budget", "allow", "few", "--more", "1 request"]);
  const after = [(await ask()).status, (await ask()).status];
  await corner.cli(["budget", "allow", "few"]);
  const stop = await corner.cli(["budget", "stop", "few"]);
  const stopped = await ask();
  const reset = await corner.cli(["budget", "reset", "few", "--json"]);

  expect(list.out).toMatch(/^few {2}\|#{14}\| {2}100% {3}2 of 2 requests {3}used up \(stop\)/);
  expect(allow.out).toContain("ok  few may go on");
  expect(allow.out).toContain("2 of 3 requests");
  expect(after).toEqual([200, 400]);
  expect(stop.out).toContain("ok  few is stopped");
  expect(await stopped.text()).toContain(
    '\\"few\\" was stopped in the proxy. Let it go on with: proxy-cli budget allow few',
  );
  expect(JSON.parse(reset.out)).toMatchObject({ about: ["few"], stopped: [], sums: [{ limits: { requests: 2 } }] });
});

test("where no budget is set it says how to set one; what nobody knows is an error with a next step", async () => {
  await corner.cli(["start", "--upstream", "simulator"]);

  const list = await corner.cli(["budget"]);
  const wrong = await corner.cli(["budget", "allow", "dayly"]);
  const action = await corner.cli(["budget", "alow"]);
  const reset = await corner.cli(["budget", "reset"]);
  const misplaced = await corner.cli(["budget", "stop", "x", "--more", "$5"]);

  expect(list.out).toContain("no budget is set");
  expect(list.out).toContain("budgets: [{ name: daily, per: day, dollars: 5 }]");
  expect(wrong.code).not.toBe(0);
  expect(wrong.err).toContain('there is no budget, session, run or question "dayly"');
  expect(action.err).toContain("proxy-cli budget allow");
  expect(reset.err).toContain("budget reset needs the name");
  expect(misplaced.err).toContain("--more is for budget allow");
});
