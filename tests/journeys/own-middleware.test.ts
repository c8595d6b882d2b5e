import { afterAll, expect, test } from "bun:test";
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canaries, leaksIn, textsUnder } from "../support/canary.ts";
import { newHome, startDaemon, type TestDaemon } from "../support/daemon.ts";
import { serversAt } from "../support/fault-bench.ts";
import { read, send, startFaultd } from "../support/faultd.ts";
import { answerText } from "../support/http-text.ts";
import { scratchFolder } from "../support/scratch.ts";
import { until } from "../support/wait.ts";

const vendor = startFaultd();
const daemons: TestDaemon[] = [];
afterAll(async () => {
  for (const daemon of daemons) await daemon.stop();
  vendor.stop();
});

/** A daemon with this middleware of the user's in its config.yaml. */
const daemonWith = async (source: string, more = "", home = newHome()) => {
  const file = join(scratchFolder(), "mine.ts");
  writeFileSync(file, source, { mode: 0o600 });
  mkdirSync(join(home, "logs"), { recursive: true, mode: 0o700 });
  const list = `middlewares:\n  - { type: "${file}"${more} }\n`;
  writeFileSync(join(home, "config.yaml"), `config: { watch: false }\nlog: { level: debug }\n${list}`, { mode: 0o600 });
  const daemon = await startDaemon({ home, servers: serversAt(vendor.url) });
  daemons.push(daemon);
  return { daemon, file };
};

const ask = async (daemon: TestDaemon, model = "gpt-4o-mini") => {
  vendor.play(read("all"), send(answerText('{"ok":true}')));
  const answer = await fetch(`${daemon.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${canaries.openai}`, "content-type": "application/json" },
    body: JSON.stringify({ model, messages: [{ role: "user", content: "hi" }] }),
  });
  return { status: answer.status, error: answer.headers.get("x-proxy-error"), text: await answer.text() };
};
const sent = (): string => vendor.hits().at(-1)?.text() ?? "";

test("C3: the example of docs/middleware.md adds its header, leaves its remark and refuses what it should", async () => {
  const page = readFileSync(join(import.meta.dir, "../../docs/middleware.md"), "utf8");
  const [, example = ""] = /```ts\n([\s\S]*?)```/.exec(page) ?? [];
  const { daemon } = await daemonWith(example, ", config: { team: search, models: [gpt-4o-mini] }");

  expect((await ask(daemon)).status).toBe(200);
  expect(sent()).toMatch(/\r\nx-team: search\r\n/i);
  const refused = await ask(daemon, "gpt-4o");
  expect(refused).toMatchObject({ status: 403, error: "middleware_refused" });
  expect(refused.text).toContain("gpt-4o is not for search. It is yours");

  await until("the remark is in the log", () =>
    daemon.logLines().some(({ remarks }) => String(remarks).includes("of search")),
  );
  expect((await daemon.rows()).map(({ outcome }) => outcome)).toEqual(["--", "PR"]);
});

test("D-20: one that loops costs its own request its time; others, and the daemon, go on; it is told with its name", async () => {
  const { daemon } = await daemonWith(
    "export default ({ model }) => { while (model === 'loop') {} };",
    ", timeout_ms: 5000", // half a second, as limits go in tests
  );
  await ask(daemon);

  const looping = ask(daemon, "loop");
  expect((await daemon.control.status({})).pid).toBe(daemon.pid);
  expect(await looping).toMatchObject({ status: 500, error: "internal" });
  expect((await ask(daemon)).status).toBe(200);

  const line = await until("it is told", () =>
    daemon.logLines().find(({ message }) => message === "middleware failed"),
  );
  expect(line).toMatchObject({ middleware: "mine.ts", why: expect.stringContaining("took longer") });
  expect((await daemon.control.status({})).internalErrors).toBe(1);
  expect((await daemon.rows()).map(({ outcome }) => outcome[0])).toEqual(["-", "I", "-"]);
});

for (const [what, source] of [
  ["throws", `export default () => { throw new Error("${canaries.held}"); };`],
  ["rejects", "export default () => Promise.reject(new TypeError());"],
  ["says garbage", "export default () => [1];"],
] as const) {
  test(`D-20: one that ${what} fails its request, or lets it pass where that is wanted; both are counted`, async () => {
    const { daemon: strict } = await daemonWith(source);
    const { daemon: lenient } = await daemonWith(source, ", on_error: pass");

    const failed = await ask(strict);
    const passed = await ask(lenient);

    expect([failed.status, failed.error, passed.status, passed.text]).toEqual([500, "internal", 200, '{"ok":true}']);
    for (const daemon of [strict, lenient]) {
      await until("it is counted", async () => (await daemon.control.status({})).internalErrors === 1);
      expect(await daemon.leaks()).toEqual([]);
    }
  });
}

test("C3: a reload brings in what has changed; what cannot be loaded or is open to others is refused, and changes nothing", async () => {
  const { daemon, file } = await daemonWith("export default () => ({ headers: { 'x-version': '1' } });");
  await ask(daemon);
  expect(sent()).toContain("x-version: 1");

  writeFileSync(file, "export default () => ({ headers: { 'x-version': '2' } });\n\n");
  await daemon.control.reload({});
  await ask(daemon);
  expect(sent()).toContain("x-version: 2");

  writeFileSync(file, "export default (;");
  expect(daemon.control.reload({})).rejects.toMatchObject({ code: "config_invalid" });
  writeFileSync(file, "export default () => ({ headers: { 'x-version': '3' } });\n\n\n");
  chmodSync(file, 0o666);
  expect(daemon.control.reload({})).rejects.toThrow("can be changed by other users");
  await ask(daemon);
  expect(sent()).toContain("x-version: 2");
});

test("D-22: after five crashes in a minute it is left out, and requests pass", async () => {
  const home = newHome();
  const now = Date.now();
  writeFileSync(join(home, "starts.json"), JSON.stringify({ run: "x", crashes: [now, now, now, now, now] }), {
    mode: 0o600,
  });
  const { daemon } = await daemonWith("export default () => ({ refuse: 'all' });", "", home);

  expect((await daemon.control.status({})).warnings.join()).toContain("safe mode");
  expect((await ask(daemon)).status).toBe(200);
});

test("S-53: what it does with what it is told leaves no key anywhere", async () => {
  const { daemon } = await daemonWith("export default (request) => ({ note: JSON.stringify(request).slice(0, 400) });");

  await ask(daemon);
  await until("the remark is in the log", () =>
    daemon.logLines().some(({ remarks }) => String(remarks).includes("r_")),
  );

  expect(readdirSync(join(daemon.home, "logs")).length).toBeGreaterThan(0);
  expect(leaksIn(textsUnder(join(daemon.home, "logs")))).toEqual([]);
});
