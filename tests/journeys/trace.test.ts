import { afterAll, expect, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canaries, leaksIn, textsUnder } from "../support/canary.ts";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";
import { type Corner, controlOf, newCorner } from "../support/program.ts";
import { scratchFolder } from "../support/scratch.ts";
import { until } from "../support/wait.ts";

const corners: Corner[] = [];
const daemons: TestDaemon[] = [];
afterAll(async () => {
  for (const corner of corners) await corner.leave();
  for (const daemon of daemons) await daemon.stop();
});
const corner = (): Corner => {
  const made = newCorner();
  corners.push(made);
  return made;
};
const daemonWith = async (flags: Readonly<Record<string, string>>): Promise<TestDaemon> => {
  const daemon = await startDaemon({ flags });
  daemons.push(daemon);
  return daemon;
};

const ask = (url: string, text: string, stream = false, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${url}/v1/chat/completions?x=1&key=${canaries.google}`, {
    method: "POST",
    headers: {
      "x-proxy-upstream": "simulator",
      authorization: `Bearer ${canaries.openai}`,
      "content-type": "application/json",
      ...headers,
    },
    body: JSON.stringify({ model: "gpt-4o-mini", stream, messages: [{ role: "user", content: text }] }),
  });

/** The traces in a folder, when there are so many. */
const tracesIn = (folder: string, count: number) =>
  until(`${count} traces`, () => {
    const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
    return (
      names.length === count && names.toSorted().map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")))
    );
  });

test("C4, S-54: a trace holds what was asked and answered; without the switch for bodies no word of them", async () => {
  const daemon = await daemonWith({ "trace.enabled": "true" });
  const answer = await ask(daemon.url, "SECRETWORD");
  await answer.text();

  const [trace] = await tracesIn(join(daemon.home, "traces"), 1);

  expect(trace).toMatchObject({
    id: answer.headers.get("x-proxy-request-id"),
    method: "POST",
    path: "/v1/chat/completions",
    query: "?x=1",
    dialect: "openai-chat",
    model: "gpt-4o-mini",
    upstream: "simulator",
    request: { body: null, headers: { "content-type": "application/json" } },
    answer: { status: 200, body: null },
    outcome: { code: "--", status: 200, attempts: 1 },
  });
  expect(JSON.stringify(trace)).not.toContain("SECRETWORD");
  expect(statSync(join(daemon.home, "traces")).mode & 0o777).toBe(0o700);
  expect((await daemon.control.status({})).trace).toMatchObject({
    isOn: true,
    hasBodies: false,
    written: 1,
    dropped: 0,
  });
  expect((await daemon.control.status({})).warnings.join()).not.toContain("prompts");
});

test("C4: bodies, whole and streamed, are kept as the client sent and got them", async () => {
  const daemon = await daemonWith({ "trace.enabled": "true", "trace.bodies": "true" });
  const whole = await (await ask(daemon.url, "hello")).text();
  const streamed = await (await ask(daemon.url, "hello", true)).text();

  const traces = await tracesIn(join(daemon.home, "traces"), 2);

  expect(traces.map(({ answer }) => answer.body.text)).toEqual([whole, streamed]);
  expect(traces.map(({ request }) => JSON.parse(request.body.text).messages[0].content)).toEqual(["hello", "hello"]);
  expect((await daemon.control.status({})).warnings.join()).toContain("prompts and answers are written to");
});

test("S-53, I-01: no byte of a key is in a trace, the audit, the times or what the printer says, wherever it stood", async () => {
  const daemon = await daemonWith({
    "trace.enabled": "true",
    "trace.bodies": "true",
    "printer.enabled": "true",
    "printer.bodies": "true",
    "log.performance": "true",
    "log.level": "debug",
  });
  const text = Object.values(canaries)
    .map((key) => `my key:\n${key}\nand "${key}"`)
    .join("\n");

  await (await ask(daemon.url, text, false, { "x-odd": canaries.anthropic, cookie: canaries.zai })).text();
  await (await ask(daemon.url, text, true)).text();
  const traces = await tracesIn(join(daemon.home, "traces"), 2);
  await until(
    "the log has both answers",
    () => daemon.logLines().filter(({ message }) => message === "answer out").length === 2,
  );

  expect(JSON.stringify(traces)).toContain("my key:");
  expect(daemon.logLines().some(({ body }) => String(body).includes("my key:"))).toBe(true);
  const folders = Object.fromEntries(
    Object.entries(textsUnder(daemon.home)).filter(([path]) => /\/(logs|traces)\//.test(path)),
  );
  expect(Object.keys(folders).length).toBeGreaterThan(3);
  expect(leaksIn(folders)).toEqual([]);
});

test("a body is kept up to its limit, and the client gets every byte", async () => {
  const daemon = await daemonWith({
    "trace.enabled": "true",
    "trace.bodies": "true",
    "trace.max_body_bytes": "100",
    "trace.headers": "false",
  });
  const answer = await (await ask(daemon.url, "long ".repeat(100), true)).text();

  const [trace] = await tracesIn(join(daemon.home, "traces"), 1);

  expect(trace.request).toMatchObject({ headers: null, body: { isCut: true } });
  expect(trace.answer.body.text).toBe(answer.slice(0, 100));
  expect(trace.answer.body).toMatchObject({ isCut: true, bytes: Buffer.byteLength(answer) });
});

test("D-03: traces that cannot be written are dropped and counted, and traffic goes on", async () => {
  const daemon = await daemonWith({ "trace.enabled": "true" });
  writeFileSync(join(daemon.home, "traces"), "in the way");

  expect((await ask(daemon.url, "hi")).status).toBe(200);
  const { trace } = await until("the loss is counted", async () => {
    const status = await daemon.control.status({});
    return status.trace.dropped === 1 && status;
  });
  expect(trace.written).toBe(0);
  expect(daemon.output()).toContain("Cannot write traces");

  rmSync(join(daemon.home, "traces"));
  expect((await ask(daemon.url, "hi")).status).toBe(200);
  await tracesIn(join(daemon.home, "traces"), 1);
});

test("an error of the proxy's own is traced with its name", async () => {
  const daemon = await daemonWith({ "trace.enabled": "true", "trace.bodies": "true" });
  const servers = "dead:\n  type: openai\n  endpoint: http://127.0.0.1:1\n";
  writeFileSync(join(daemon.home, "servers.yaml"), servers, { mode: 0o600 });
  await daemon.control.reload({});

  const headers = { "x-proxy-upstream": "dead", "content-type": "application/json" };
  const answer = await fetch(`${daemon.url}/v1/chat/completions`, { method: "POST", headers, body: "{}" });
  expect(answer.status).toBe(502);

  const [trace] = await tracesIn(join(daemon.home, "traces"), 1);
  expect(trace).toMatchObject({ answer: null, outcome: { code: "SC", error: "upstream_refused" } });
});

test("C4, S-51, S-54, S-58: on with an answer to the question, list, show, path, off, clear", async () => {
  const { home, cli, folder } = corner();
  await cli(["start"]);
  const url = async () => (await controlOf({ home, cli, folder } as Corner).status({})).url;

  const refused = await cli(["trace", "on", "--bodies", "--no-input"]);
  expect([refused.code, refused.err.includes("--yes")]).toEqual([2, true]);
  expect((await cli(["config", "set", "trace.bodies", "true", "--no-input"])).code).toBe(2);
  expect((await cli(["trace", "list"])).out).toContain("tracing is off");
  const on = await cli(["trace", "on", "--bodies", "--yes"]);
  expect(on.out).toContain("traces are on, with prompts and answers");
  const answer = await ask(await url(), "hello");
  const body = await answer.text();
  const id = answer.headers.get("x-proxy-request-id") ?? "";
  await tracesIn(join(home, "traces"), 1);

  expect((await cli(["status"])).out).toMatch(/traces +on, with prompts and answers/);
  expect((await cli(["trace", "list"])).out).toContain(id);
  expect(JSON.parse((await cli(["trace", "list", "--json"])).out).traces[0]).toMatchObject({ id, status: 200 });
  expect((await cli(["trace", "show", id, "--body"])).out).toBe(`${body}\n`);
  expect(JSON.parse((await cli(["trace", "show", id])).out).id).toBe(id);
  const streamed = await ask(await url(), "hello", true);
  await streamed.text();
  await tracesIn(join(home, "traces"), 2);
  const events = await cli(["trace", "show", streamed.headers.get("x-proxy-request-id") ?? "", "--sse"]);
  expect(events.out).toMatch(/^ +1 {2}message {2}\{"id".+\n(.*\n)+ +\d+ {2}message {2}\[DONE\]\n$/);
  expect((await cli(["trace", "show", id, "--sse"])).err).toContain("is no stream of events");
  expect((await cli(["trace", "path", id])).out).toBe(`${join(home, "traces", `${id}.json`)}\n`);
  const strange = await cli(["trace", "show", "../../etc/passwd"]);
  expect([strange.code, strange.out]).toEqual([2, ""]);

  expect((await cli(["trace", "off"])).out).toContain("traces are off");
  expect((await cli(["trace", "clear", "--yes"])).out).toContain("2 traces overwritten and removed");
  expect(readdirSync(join(home, "traces"))).toEqual([]);
  for (const action of ["trace-on", "trace-off", "trace-cleared"])
    await until(`audit tells ${action}`, () =>
      readFileSync(join(home, "logs", "audit.jsonl"), "utf8").includes(`"action":"${action}"`),
    );
}, 60_000);

test("C11, S-53: a parameter that may hold a key is not in the trace, and a request that had one is not sent again without it", async () => {
  const { home, cli } = corner();
  await cli(["start"]);
  await cli(["trace", "on", "--bodies", "--yes"]);
  const { url } = await controlOf({ home } as Corner).status({});
  const key = "Zx9mQ2p8LkVt4Rw7Yc1B";
  const answer = await fetch(`${url}/v1/chat/completions?api_key=${key}&token=${key}`, {
    method: "POST",
    headers: { "x-proxy-upstream": "simulator", authorization: `Basic ${btoa(`u:${key}`)}`, cookie: `s=${key}` },
    body: JSON.stringify({ model: "gpt-4o-mini", messages: [{ role: "user", content: "hi" }] }),
  });
  await answer.text();
  const [trace] = await tracesIn(join(home, "traces"), 1);

  const ran = await cli(["trace", "replay", trace.id, "--yes"]);

  expect(trace.query).toBe("?api_key=...&token=...");
  expect([ran.code, ran.err]).toEqual([2, expect.stringContaining("does not hold the whole request")]);
  expect(leaksIn(textsUnder(home), [key])).toEqual([]);
}, 60_000);

test("C11: a recorded request is sent again through the proxy, with a key out of the environment that is kept nowhere", async () => {
  const { home, cli } = corner();
  await cli(["start"]);
  await cli(["trace", "on", "--bodies", "--yes"]);
  const { url } = await controlOf({ home } as Corner).status({});
  const answer = await ask(url, "say it again");
  const id = answer.headers.get("x-proxy-request-id") ?? "";
  await answer.text();
  await tracesIn(join(home, "traces"), 1);

  const ran = await cli(["trace", "replay", id, "--upstream", "simulator", "--yes"], {
    OPENAI_API_KEY: canaries.openai,
  });

  expect([ran.code, ran.err]).toEqual([0, expect.stringMatching(/^200 {3}r_/)]);
  expect(JSON.parse(ran.out)).toMatchObject({ object: "chat.completion" });
  const [first, second] = await tracesIn(join(home, "traces"), 2);
  expect(second.request.body).toEqual(first.request.body);
  expect(leaksIn(textsUnder(home))).toEqual([]);
  const thief: string[] = [];
  const proxy = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: ({ headers }) => new Response(String(thief.push(String(headers.get("authorization"))))),
  });
  const between = `http://127.0.0.1:${proxy.port}`;
  const variables = { OPENAI_API_KEY: canaries.openai, HTTP_PROXY: between, http_proxy: between, ALL_PROXY: between };
  const direct = await cli(["trace", "replay", id, "--upstream", "simulator", "--yes"], variables);
  await proxy.stop(true);
  expect([direct.code, thief]).toEqual([0, []]);
  const missing = await cli(["trace", "replay", "r_aaaaaaaaaaaaa", "--yes"]);
  expect(missing.err).toContain('no request "r_aaaaaaaaaaaaa" is known here');
}, 60_000);

test("C3, C4, C5: the list of middleware in config.yaml means the same as the settings", async () => {
  const home = scratchFolder();
  mkdirSync(join(home, "logs"), { mode: 0o700 });
  writeFileSync(
    join(home, "config.yaml"),
    `middlewares:
  - type: trace
    enabled: true
    config: { directory: ./kept, include_headers: false, include_body: true, max_body_size: 50 }
  - type: printer
    config: { log_requests: true, log_responses: false, log_body: true }
`,
    { mode: 0o600 },
  );
  const daemon = await startDaemon({ home });
  daemons.push(daemon);

  await (await ask(daemon.url, "hello")).text();

  const [trace] = await tracesIn(join(home, "kept"), 1);
  expect(trace.request).toMatchObject({ headers: null, body: { isCut: true } });
  const line = await until("a line of the printer", () =>
    daemon.logLines().find(({ message }) => message === "request in"),
  );
  expect(line).toMatchObject({ method: "POST", model: "gpt-4o-mini", upstream: "simulator" });
  expect(String(line["body"])).toContain("hello");
  expect(daemon.logLines().some(({ message }) => message === "answer out")).toBe(false);
});
