import { afterAll, afterEach, beforeEach, expect, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { read, send, startFaultd } from "../../support/faultd.ts";
import { type Corner, controlOf, newCorner } from "../../support/program.ts";

const vendor = startFaultd();
afterAll(() => vendor.stop());

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
});

afterEach(() => corner.leave());

const add = (...more: readonly string[]) =>
  corner.cli(["upstreams", "add", "work", "--endpoint", vendor.url, "--type", "openai", ...more]);
const servers = () => readFileSync(join(corner.home, "servers.yaml"), "utf8");

test("the list shows the current one, running or not", async () => {
  await corner.cli(["switch", "cn"]);
  const down = await corner.cli(["servers"]);
  await corner.cli(["start"]);
  const up = await corner.cli(["upstreams", "list"]);

  expect(down.out).toMatch(/\n\* cn +https:\/\/open\.bigmodel\.cn\/api\/anthropic +- +- +client's own/);
  expect(up.out).toMatch(/\n\* cn +https:\/\/open\.bigmodel\.cn\/api\/anthropic +- +- +client's own/);
  expect((await corner.cli(["upstreams"], { COLUMNS: "120" })).out).toMatch(/KEY +RUNNING +REGION/);
});

test("whose prices a gateway passes on is said when it is added or later; until then its costs are unknown, and that is told", async () => {
  const plain = await add();
  const edited = await corner.cli(["upstreams", "edit", "work", "--prices-of", "openai"]);
  const wrong = await corner.cli(["upstreams", "edit", "work", "--prices-of", "opnai"]);
  const gateway = ["upstreams", "add", "gate", "--endpoint", "https://gate.example", "--type", "openai"];
  const said = await corner.cli([...gateway, "--prices-of", "openai"]);
  const vendors = ["upstreams", "add", "own", "--endpoint", "https://api.openai.com", "--type", "openai"];

  expect(plain.out).toContain(
    "    costs     unknown until models.yaml says them, or: proxy-cli upstreams edit work --prices-of openai\n",
  );
  expect([edited.out, said.out, (await corner.cli(vendors)).out].join("")).not.toContain("unknown until");
  expect(wrong.err).toContain('upstreams.work.prices_of  unknown "opnai"');
  expect(servers()).toMatch(/work:\n(.*\n)* {2}prices_of: openai\n/);
  expect((await corner.cli(["upstreams", "show", "work"])).out).toMatch(/\nprices_of +openai +yours\n/);
});

test("the list and status tell how each one stands by what came back, and nobody is asked for it", async () => {
  vendor.play(read("headers"), send("HTTP/1.1 429 Slow\r\nretry-after: 3600\r\ncontent-length: 2\r\n\r\n{}"));
  await add();
  await corner.cli(["upstreams", "add", "gone", "--endpoint", "http://127.0.0.1:9", "--type", "openai"]);
  await corner.cli(["start"]);
  const { url } = await controlOf(corner).status({});
  const body = JSON.stringify({ model: "gpt-x", messages: [{ role: "user", content: "hi" }] });
  const headers = { authorization: "Bearer k" };
  for (const name of ["simulator", "work", "gone"]) {
    await corner.cli(["switch", name, "--force"]);
    await (await fetch(`${url}/v1/chat/completions`, { method: "POST", body, headers })).text();
  }

  const list = await corner.cli(["upstreams"]);
  const status = await corner.cli(["status"]);
  const json = JSON.parse((await corner.cli(["upstreams", "--json"])).out);

  expect(list.out).toMatch(/ {2}simulator +built in, offline +ok +\d+(\.\d)? m?s +any +0/);
  expect(list.out).toMatch(/ {2}work +http:\S+ +limited (59m\d\d|1h00) +\d+(\.\d)? m?s +client/);
  expect(list.out).toMatch(/\* gone +http:\S+ +DOWN \d+s +- +client/);
  expect(list.out).toMatch(/ {2}openai +https:\S+ +- +- +client/);
  expect(status.out).toMatch(/ work limited (59m\d\d|1h00)/);
  expect(status.out).toMatch(/ gone\* DOWN \d+s \(connection refused\)/);
  expect(status.out).toMatch(/ simulator ok/);
  expect(json.upstreams.find((one: { name: string }) => one.name === "gone")).toMatchObject({
    state: "down",
    since_at: expect.stringMatching(/^\d{4}-.*Z$/),
    until_at: null,
    reason: "upstream_refused",
    p50_ms: null,
  });
});

test("an upstream is added, used at once, changed and removed, without a restart", async () => {
  await corner.cli(["start"]);

  expect((await add("--region", "EU")).out).toContain("work is added   in force now");
  expect((await corner.cli(["switch", "work"])).code).toBe(0);
  expect((await corner.cli(["upstreams", "edit", "work", "--region", "US"])).out).toContain("work is changed");
  expect((await controlOf(corner).upstreams({})).upstreams.find(({ name }) => name === "work")).toMatchObject({
    endpoint: vendor.url,
    region: "US",
    isCurrent: true,
  });

  const removed = await corner.cli(["upstreams", "remove", "work"]);

  expect(removed.out).toContain("work is removed   in force now");
  expect(removed.out).toContain("upstream  work -> auto, because it was the current one");
  expect((await corner.cli(["upstreams"])).out).not.toContain("work");
});

test("the same works while nothing runs, and holds from the next start on", async () => {
  expect((await add("--endpoint-for", `openai-responses=${vendor.url}/r`)).out).toContain("in force at the next start");
  const shown = await corner.cli(["upstreams", "show", "work"]);

  expect(shown.out).toMatch(/openai-chat +http:\/\/127\.0\.0\.1:\d+\n/);
  expect(shown.out).toMatch(/openai-responses +http:\/\/127\.0\.0\.1:\d+\/r\n/);
  expect(shown.out).toMatch(/endpoints\.openai-responses +\S+ +yours\n/);
  await corner.cli(["start", "--upstream", "work"]);
  expect((await controlOf(corner).status({})).upstream).toBe("work");
});

test("a built-in one is changed and goes back to how it ships; comments stay", async () => {
  await corner.cli(["start"]);
  await add();
  writeFileSync(join(corner.home, "servers.yaml"), `# mine\n${servers()}`);

  await corner.cli(["upstreams", "edit", "cn", "--region", "here"]);
  const shown = await corner.cli(["upstreams", "show", "cn"]);
  expect(shown.out).toMatch(/region +here +yours, instead of the built-in one/);
  expect(shown.out).toMatch(/endpoint +https:\/\/open\.bigmodel\.cn +built-in/);

  expect((await corner.cli(["upstreams", "remove", "cn"])).out).toContain("cn is as it ships again");
  expect(servers()).toStartWith("# mine\n");
  expect((await corner.cli(["upstreams", "remove", "cn"])).err).toContain("is built in");
});

test("a reset forgets what keeps requests from an upstream, and says what that was", async () => {
  expect((await corner.cli(["upstreams", "reset", "cn"])).err).toContain("the proxy does not run");
  await corner.cli(["start"]);

  expect((await corner.cli(["upstreams", "reset", "cn"])).out).toContain("nothing kept requests from cn");
  expect(JSON.parse((await corner.cli(["upstreams", "reset", "cn", "--json"])).out)).toMatchObject({
    ...{ name: "cn", was_open: false, cool_downs: 0 },
  });
  expect((await corner.cli(["upstreams", "reset", "wrok"])).code).toBe(65);
});

test("what cannot be used is refused before anything has changed", async () => {
  await corner.cli(["start"]);
  await add();
  const before = servers();

  for (const [words, code, what] of [
    [["add", "work", "--endpoint", vendor.url, "--type", "openai"], 2, 'There is an upstream "work" already'],
    [["add", "other"], 2, "needs an address and a type"],
    [["add", "other", "--endpoint", "gopher://x", "--type", "openai"], 78, "gopher"],
    [["add", "other", "--endpoint", vendor.url, "--type", "openaj"], 78, "openai"],
    [["add", "auto", "--endpoint", vendor.url, "--type", "openai"], 78, "not auto"],
    [["edit", "work", "--endpoint-for", "anthropic"], 2, "takes a format and its address"],
    [["edit", "wrok", "--region", "x"], 65, "try: proxy-cli upstreams edit work"],
    [["show", "wrok"], 65, "try: proxy-cli upstreams show work"],
    [["remove", "wrok"], 65, "try: proxy-cli upstreams remove work"],
    [["remove"], 2, "needs its name"],
    [["shwo"], 2, "try: proxy-cli upstreams show"],
  ] as const) {
    const ran = await corner.cli(["upstreams", ...words]);
    expect([words, ran.code]).toEqual([words, code]);
    expect(ran.err.toLowerCase()).toContain(what.toLowerCase());
  }
  expect(servers()).toBe(before);
});

test("a name that is like no other is not answered with somebody else's to remove", async () => {
  const ran = await corner.cli(["upstreams", "remove", "nothing-like-it"]);

  expect(ran.code).toBe(65);
  expect(ran.err).toEndWith("try: proxy-cli upstreams\n");
});

test("S-44: an address of cloud metadata, or of a private network without saying so, is no upstream", async () => {
  for (const url of [
    "http://169.254.169.254",
    "http://[::ffff:169.254.169.254]",
    "file:///etc/passwd",
    "http://10.0.0.1",
  ]) {
    const ran = await corner.cli(["upstreams", "add", "x", "--endpoint", url, "--type", "openai"]);
    expect([url, ran.code]).toEqual([url, 78]);
  }
  expect(
    (await corner.cli(["upstreams", "add", "x", "--endpoint", "http://10.0.0.1", "--type", "openai", "--private"]))
      .code,
  ).toBe(0);
});

test("the one that the settings name is not removed", async () => {
  await add();
  await corner.cli(["config", "set", "upstream", "work"]);

  const ran = await corner.cli(["upstreams", "remove", "work"]);

  expect(ran.code).toBe(78);
  expect(ran.err).toContain("config.yaml says upstream: work");
});

test("a test goes step by step, with a daemon or without", async () => {
  await add();
  vendor.play(read("headers"), send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}"));
  const down = await corner.cli(["upstreams", "test", "work"]);
  await corner.cli(["start"]);
  const up = await corner.cli(["upstreams", "test", "work"]);
  const simulator = await corner.cli(["upstreams", "test", "simulator"]);

  for (const ran of [down, up]) {
    expect(ran.code).toBe(0);
    expect(ran.out).toMatch(/work +ok +.+ dns ok {2}tcp ok {2}auth - +not checked: client's own key/);
  }
  expect(simulator.out).toMatch(/simulator +ok/);
  expect((await corner.cli(["upstreams", "test", "nope"])).code).toBe(65);
});

test("auto is tested as all that it may choose from", async () => {
  for (const name of ["anthropic", "openai", "google", "mistral", "international", "cn"])
    await corner.cli(["upstreams", "edit", name, "--endpoint", "http://127.0.0.1:1"]);

  const ran = await corner.cli(["upstreams", "test", "auto"]);
  const json = JSON.parse((await corner.cli(["upstreams", "test", "auto", "--json"])).out);

  expect(ran.code).toBe(69);
  expect(ran.out).toContain("auto is no place of its own");
  expect(json.tests.length).toBe(7);
  expect(json.tests[0]).toMatchObject({ name: "anthropic", reachable: false, reason: "connection refused" });
});

test("one that cannot be reached is told by the exit code", async () => {
  await corner.cli(["upstreams", "add", "dead", "--endpoint", "http://127.0.0.1:1", "--type", "openai"]);

  const ran = await corner.cli(["upstreams", "test", "dead"]);

  expect(ran.code).toBe(69);
  expect(ran.out).toMatch(/dead +DOWN +- +dns ok {2}tcp x +connection refused/);
});

test("the copy of an editor that was killed, with the keys in it, goes with the next", async () => {
  const left = join(corner.home, "edit-2147483646-abc");
  mkdirSync(left, { recursive: true });
  writeFileSync(join(left, "servers.yaml"), "cn: { api_key: sk-canary }\n");

  await corner.cli(["upstreams", "edit"], { EDITOR: "true" });

  expect(existsSync(left)).toBe(false);
});

test("S-04: without options the editor opens a copy, and only what can be used takes its place", async () => {
  const editor = join(corner.folder, "ed");
  writeFileSync(editor, `#!/bin/sh\ncat >> "$1" <<END\nmine: { endpoint: ${vendor.url}, type: openai }\nEND\n`);
  chmodSync(editor, 0o755);
  await corner.cli(["start"]);

  const good = await corner.cli(["upstreams", "edit"], { EDITOR: editor });
  writeFileSync(editor, '#!/bin/sh\necho "bad: 1" >> "$1"\n');
  const bad = await corner.cli(["upstreams", "edit", "mine"], { EDITOR: editor });

  expect(good.out).toContain("servers.yaml is changed   in force now");
  expect((await controlOf(corner).upstreams({})).upstreams.map(({ name }) => name)).toContain("mine");
  expect(bad.code).toBe(78);
  expect(bad.err).toContain("nothing was changed\ntry: proxy-cli upstreams edit\n");
  expect(servers()).not.toContain("bad");
  expect(readdirSync(corner.home).filter((name) => name.startsWith("edit-"))).toEqual([]);
});
