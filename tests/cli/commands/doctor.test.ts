import { afterEach, beforeEach, expect, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Corner, controlOf, newCorner } from "../../support/program.ts";
import { until } from "../../support/wait.ts";

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
});

afterEach(() => corner.leave());

/** No vendor is called: every built-in upstream is somewhere on this machine. */
const local = (port: number): string =>
  ["anthropic", "openai", "google", "mistral", "international", "cn"]
    .map((name) => `${name}: { endpoint: 'http://127.0.0.1:${port}' }\n`)
    .join("");

const homeWith = (servers: string): void => {
  mkdirSync(corner.home, { mode: 0o700 });
  writeFileSync(join(corner.home, "servers.yaml"), servers, { mode: 0o600 });
};

type Diagnosis = {
  readonly problems: number;
  readonly findings: readonly { readonly check: string; readonly level: string; readonly text: string }[];
};

const diagnosis = async (words: readonly string[] = [], more = {}): Promise<Diagnosis> =>
  JSON.parse((await corner.cli(["doctor", "--json", ...words], more)).out);

test("a healthy proxy has no problem and exit code 0; every line has its sign, and a count ends it", async () => {
  const vendor = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response("") });
  homeWith(local(vendor.port ?? 0));
  await corner.cli(["start", "--upstream", "simulator"]);
  const { url } = await controlOf(corner).status({});

  const ran = await corner.cli(["doctor"], { ANTHROPIC_BASE_URL: url });
  await vendor.stop(true);

  expect(ran).toMatchObject({ code: 0, err: "" });
  for (const line of ran.out.trimEnd().split("\n").slice(0, -1))
    expect(line).toMatch(/^(ok {3}|x {4}|! {4}|- {4}| {7})\S/);
  expect(ran.out).toMatch(/^ok {3}daemon answers \(\d+ ms\), version \S+ = CLI\n/);
  expect(ran.out).toContain("\nok   listening on 127.0.0.1 only\n");
  expect(ran.out).toMatch(/\n(all is well|0 problems, \d+ hints?)\n$/);
});

test("M12 with the proxy down it says what would keep it from starting, and who has the port", async () => {
  const other = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response("") });
  const port = other.port ?? 0;
  homeWith("cn: { endpoint: 'nonsense' }\n");
  const { findings, problems } = await diagnosis([], { PROXY_PORT: String(port) });
  await other.stop(true);
  const texts = findings.map(({ level, text }) => `${level} ${text}`);

  expect(problems).toBeGreaterThanOrEqual(2);
  expect(texts).toContain("hint the proxy is not running");
  expect(texts.some((text) => text.startsWith(`problem port ${port} is used by `))).toBe(true);
  expect(texts.some((text) => /^problem .*servers\.yaml.*nonsense/.test(text))).toBe(true);
});

test("an upstream that is this proxy itself is a circle, one that refuses is a problem with exit code 69", async () => {
  homeWith(local(1));
  await corner.cli(["start"]);
  const { url } = await controlOf(corner).status({});
  writeFileSync(join(corner.home, "servers.yaml"), `${local(1)}self: { type: openai, endpoint: '${url}/v1' }\n`);
  await corner.cli(["reload"]);

  const ran = await corner.cli(["doctor", "self"]);

  expect(ran.code).toBe(69);
  expect(ran.out).toContain("x    upstream self is this proxy itself");
  expect((await corner.cli(["doctor", "cn"])).out).toContain("x    cn: connection refused");
  expect(await corner.cli(["doctor", "slef"])).toMatchObject({ code: 65, out: "" });
});

test("S-03 a folder whose files send programs elsewhere is told, with the host and without the key", async () => {
  homeWith(local(1));
  mkdirSync(join(corner.folder, ".claude"));
  const env = { ANTHROPIC_BASE_URL: "https://x.example/?k=sk-ant-secret-0123456789" };
  writeFileSync(join(corner.folder, ".claude/settings.json"), JSON.stringify({ env }));
  mkdirSync(join(corner.folder, "deeper"));

  const { out } = await corner.cli(["doctor"]);

  expect(out).toMatch(/! {4}project: .*settings\.json sets ANTHROPIC_BASE_URL to another host \(x\.example\)/);
  expect(out).not.toContain("secret");
});

test("--fix closes files and removes leftovers after asking, and never touches what is in them", async () => {
  homeWith(local(1));
  await corner.cli(["start"]);
  const { pid } = await controlOf(corner).status({});
  process.kill(pid, "SIGKILL");
  await until("the daemon is gone", async () => (await corner.cli(["status", "--check"])).code === 3);
  const servers = join(corner.home, "servers.yaml");
  chmodSync(servers, 0o644);

  const unasked = await corner.cli(["doctor", "--fix"]);
  const fixed = await corner.cli(["doctor", "--fix", "--yes"]);

  expect(unasked).toMatchObject({ code: 2, out: "" });
  expect(unasked.err).toContain("try: proxy-cli doctor --fix --yes");
  expect(fixed.out).toContain("fixed: chmod 600 ");
  expect(fixed.out).toContain("daemon.sock");
  expect(statSync(servers).mode & 0o777).toBe(0o600);
  expect(await Bun.file(servers).text()).toBe(local(1));
  expect(existsSync(join(corner.home, "daemon.sock"))).toBe(false);
});
