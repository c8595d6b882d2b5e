import { afterEach, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { OwnMiddleware } from "../../src/config/schema.ts";
import type { RequestFacts } from "../../src/core/own-middleware.ts";
import { createRunner, type Runner } from "../../src/own-middleware/runner.ts";
import { scratchFolder } from "../support/scratch.ts";

const runners: Runner[] = [];
afterEach(() => {
  for (const runner of runners.splice(0)) runner.retire();
});

const runnerOf = (source: string, more: Partial<OwnMiddleware> = {}): Runner => {
  const path = join(scratchFolder(), "mine.ts");
  writeFileSync(path, source, { mode: 0o600 });
  const runner = createRunner({ path, enabled: true, on_error: "fail", timeout_ms: 10_000, config: {}, ...more }, 1);
  runners.push(runner);
  return runner;
};

const facts = (more: Partial<RequestFacts> = {}): RequestFacts => ({
  id: "r_1",
  at: "2026-11-02T09:12:00.000Z",
  method: "POST",
  path: "/v1/messages",
  dialect: "anthropic",
  client: null,
  model: "claude-x",
  stream: false,
  upstream: "anthropic",
  session: null,
  bytes: 2,
  headers: {},
  ...more,
});

test("C3: it is told the facts and its own settings, and says what it wants; as a promise too", async () => {
  const runner = runnerOf(
    "export default async (request: { model: string }, config: { team: string }) => ({ note: `${config.team}: ${request.model}` });",
    { config: { team: "search" } },
  );

  expect(await runner.ready()).toBe(null);
  expect((await runner.ask(facts())).note).toBe("search: claude-x");
});

test("what it is told is frozen, and its environment is empty", async () => {
  const runner = runnerOf(`export default (request, config) => {
    const frozen = Object.isFrozen(request) && Object.isFrozen(request.headers) && Object.isFrozen(config);
    return { note: frozen + " " + Object.keys(process.env).length };
  };`);

  expect((await runner.ask(facts())).note).toBe("true 0");
});

const failing: readonly (readonly [what: string, source: string, told: string])[] = [
  ["throws", "export default () => { throw new RangeError('sk-ant-secret-in-words'); };", "threw RangeError"],
  ["rejects", "export default () => Promise.reject('no');", "threw string"],
  ["says garbage", "export default () => 5;", "cannot be meant"],
  ["says what cannot be sent", "export default () => () => 5;", "cannot be meant"],
  ["exports nothing", "export const a = 1;", "no function"],
  ["is no program", "export default (;", "could not be loaded"],
  ["throws while it loads", "throw new TypeError('x');", "TypeError"],
  ["ends its thread", "export default () => process.exit(3);", "thread ended"],
];
for (const [what, source, told] of failing) {
  test(`D-20: one that ${what} fails, and the next request finds it as new`, async () => {
    const runner = runnerOf(source);

    for (const _ of [1, 2]) await expect(runner.ask(facts())).rejects.toThrow(told);
  });
}

test("D-20: one that loops is ended after its time, blocks nobody, and works again for the next request", async () => {
  const runner = runnerOf("export default ({ path }) => { while (path === '/loop') {} return { note: path }; };", {
    timeout_ms: 300,
  });
  await runner.ready();
  let turns = 0;
  const timer = setInterval(() => turns++, 10);

  const both = await Promise.allSettled([runner.ask(facts({ path: "/loop" })), runner.ask(facts({ path: "/behind" }))]);

  expect(both.map((one) => one.status === "rejected" && String(one.reason))).toEqual([
    expect.stringContaining("took longer than 300 ms"),
    expect.stringContaining("took longer than 300 ms"),
  ]);
  clearInterval(timer);
  expect(turns).toBeGreaterThan(3);
  const again = await Promise.race([runner.ask(facts({ path: "/fine" })), Bun.sleep(10_000)]);
  expect(again?.note).toBe("/fine");
}, 20_000);

test("many requests are asked about at the same time", async () => {
  const runner = runnerOf(
    "export default async ({ path }) => { await new Promise((go) => setTimeout(go, 5)); return { note: path }; };",
  );
  const paths = Array.from({ length: 200 }, (_, at) => `/${at}`);

  const notes = await Promise.all(paths.map(async (path) => (await runner.ask(facts({ path }))).note));

  expect(notes).toEqual(paths);
});

test("one that is retired still answers who has begun", async () => {
  const runner = runnerOf(
    "export default async () => { await new Promise((go) => setTimeout(go, 20)); return { note: 'done' }; };",
  );
  const asked = runner.ask(facts());

  runner.retire();

  expect((await asked).note).toBe("done");
});
