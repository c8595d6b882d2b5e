import { afterEach, expect, test } from "bun:test";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
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
  test(`D-20: one that ${what} fails, and so does the next request`, async () => {
    const runner = runnerOf(source);

    for (const _ of [1, 2]) await expect(runner.ask(facts())).rejects.toThrow(told);
  });
}

const odd: readonly (readonly [what: string, source: string, told: string])[] = [
  [
    "sends nothing",
    "self.postMessage(null); export default () => { self.postMessage(null); self.postMessage(7); throw 5; };",
    "threw number",
  ],
  [
    "names its error as it likes",
    "export default () => { throw Object.assign(new Error(), { name: 'n'.repeat(1e6) }); };",
    "threw something",
  ],
  [
    "names its error with no text",
    "export default () => { throw Object.assign(new Error(), { name: Symbol() }); };",
    "threw something",
  ],
  [
    "sends errors of its own making",
    "export default () => { self.postMessage({ type: 'threw', ticket: 0, what: 'sk-ant-secret-in-words' }); return new Promise(() => {}); };",
    "threw something",
  ],
  [
    "has a trap in what it says",
    "export default () => ({ get note() { throw new RangeError(); } });",
    "threw RangeError",
  ],
  ["says more than can be meant", "export default () => ({ note: 'x'.repeat(3e8) });", "cannot be meant"],
];
for (const [what, source, told] of odd) {
  test(`D-20: one that ${what} fails like any other`, async () => {
    const runner = runnerOf(source);
    const before = process.memoryUsage().rss;

    const why = await runner.ask(facts()).catch((thrown: unknown) => String(thrown));

    expect(why).toContain(told);
    expect(String(why).length).toBeLessThan(100);
    expect(process.memoryUsage().rss - before).toBeLessThan(900e6);
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
    false, // it only stood behind the other, and is asked again
  ]);
  clearInterval(timer);
  expect(turns).toBeGreaterThan(3);
  const again = await Promise.race([runner.ask(facts({ path: "/fine" })), Bun.sleep(10_000)]);
  expect(again?.note).toBe("/fine");
}, 20_000);

test("D-20: of many that wait for a slow one, only the slow one fails", async () => {
  const runner = runnerOf(
    "export default async ({ path }) => { if (path === '/slow') await new Promise(() => {}); await new Promise((go) => setTimeout(go, 5)); return { note: path }; };",
    { timeout_ms: 500 },
  );
  await runner.ready();

  const slow = runner.ask(facts({ path: "/slow" })).catch((thrown: unknown) => String(thrown));
  const others: Promise<string | null>[] = [];
  const isOver = slow.then(() => true);
  while (!(await Promise.race([isOver, Bun.sleep(1).then(() => false)])))
    others.push(runner.ask(facts({ path: "/quick" })).then(({ note }) => note));

  expect(await slow).toContain("took longer than 500 ms");
  expect(new Set(await Promise.all(others))).toEqual(new Set(["/quick"]));
}, 20_000);

test("S-23: a file that others may write by now is not run again", async () => {
  const folder = scratchFolder();
  const path = join(folder, "mine.ts");
  writeFileSync(path, "export default ({ path }) => { if (path === '/end') process.exit(1); };", { mode: 0o600 });
  const runner = createRunner({ path, enabled: true, on_error: "fail", timeout_ms: 10_000, config: {} }, 1);
  runners.push(runner);
  await runner.ask(facts());

  chmodSync(path, 0o666);
  await expect(runner.ask(facts({ path: "/end" }))).rejects.toThrow("thread ended");

  await expect(runner.ask(facts())).rejects.toThrow("can be changed by other users");
});

test("D-20: what cannot be loaded is not tried again with every request, but by who asks whether it can", async () => {
  const folder = scratchFolder();
  const path = join(folder, "mine.ts");
  const count = join(folder, "count");
  const source = `import { appendFileSync } from "node:fs"; appendFileSync(${JSON.stringify(count)}, "x"); throw new TypeError();`;
  writeFileSync(path, source, { mode: 0o600 });
  const runner = createRunner({ path, enabled: true, on_error: "fail", timeout_ms: 10_000, config: {} }, 1);
  runners.push(runner);

  for (let at = 0; at < 5; at++) await expect(runner.ask(facts())).rejects.toThrow("could not be loaded: TypeError");
  expect(readFileSync(count, "utf8")).toBe("x");

  expect(await runner.ready()).toBe("TypeError");
  expect(readFileSync(count, "utf8")).toBe("xx");
});

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
