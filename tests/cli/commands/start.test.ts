import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bunCommand } from "../../support/daemon.ts";
import { type Corner, controlOf, newCorner } from "../../support/program.ts";
import { until } from "../../support/wait.ts";

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
});

afterEach(() => corner.leave());

test("start says where it listens, with what key, and what to do next; a second start says so too", async () => {
  const first = await corner.cli(["start"]);
  const second = await corner.cli(["start"]);

  expect(first).toMatchObject({ code: 0, err: "" });
  expect(first.out).toMatch(
    /^ok {2}proxy-cli \d+\.\d+\.\d+ is running +http:\/\/127\.0\.0\.1:\d+ {3}\(pid \d+, this computer only\)\n/,
  );
  expect(first.out).toMatch(/ upstream {3}auto .*\n {4}config {5}.*config\.yaml {3}\(created\)\nNext: /);
  expect(second.code).toBe(0);
  expect(second.out).toMatch(/^ok {2}already running {3}http:\S+ {3}pid \d+ {3}up 0s\n$/);
  expect((await corner.cli(["start", "--log-level", "debug"])).err).toBe(
    "not used, because it runs already: --log-level\ntry: proxy-cli restart   with the same option\n",
  );
  expect((await corner.cli(["start", "--upstream", "cn"])).err).toContain("proxy-cli switch-upstream cn\n");
  expect((await corner.cli(["start", "--upstream", "nc"])).err).toBe(
    'the upstream is auto; there is no "nc"\ntry: proxy-cli upstreams\n',
  );
  expect((await corner.cli(["start", "--fail-if-running"])).code).toBe(3);
});

test("of starts at the same moment one makes the daemon and the others find it", async () => {
  const ran = await Promise.all([1, 2, 3, 4].map(() => corner.cli(["start"])));

  expect(ran.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  expect(ran.filter(({ out }) => out.includes("is running")).length).toBe(1);
  expect(ran.filter(({ out }) => out.includes("already running")).length).toBe(3);
});

test("the daemon gets no key and no stranger's variable in its environment, and keys never in its arguments", async () => {
  mkdirSync(corner.home, { mode: 0o700 });
  writeFileSync(join(corner.home, "servers.yaml"), "cn: { api_key: '${MY_KEY}' }\n", { mode: 0o600 });

  await corner.cli(["start", "--upstream", "cn"], { MY_KEY: "sk-canary-1234567890", OPENAI_API_KEY: "sk-canary-2" });
  const { pid } = await controlOf(corner).status({});
  const seen = readFileSync(`/proc/${pid}/environ`, "utf8") + readFileSync(`/proc/${pid}/cmdline`, "utf8");

  expect(seen).not.toContain("canary");
  expect((await corner.cli(["upstreams"])).out).toMatch(/\* cn .* env MY_KEY/);
  expect(statSync(join(corner.home, "logs", "crash.log")).mode & 0o777).toBe(0o600);
});

test("a port that is taken is told with its owner, on stderr alone", async () => {
  const other = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response("") });

  const port = other.port ?? 0;
  const ran = await corner.cli(["start", "--port", String(port)]);
  void other.stop(true);

  expect(ran).toMatchObject({ code: 69, out: "" });
  expect(ran.err).toContain(`error: port ${port} is used by `);
  expect(ran.err).toContain(`(pid ${process.pid}, yours)\ntry: proxy-cli start --port ${port + 1} `);
});

test("what cannot work is refused with its exit code", async () => {
  const codes = async (words: readonly string[]) => (await corner.cli(["start", ...words])).code;

  expect(await codes(["--upstream", "nope"])).toBe(65);
  expect(await codes(["--port", "99999"])).toBe(2);
  expect(await codes(["--log-level", "loud"])).toBe(2);
  expect(await codes(["--base-url", "nonsense", "--type", "openai"])).toBe(2);
  expect(await codes(["--base-url", "http://127.0.0.1:1", "--type", "opnai"])).toBe(2);
  expect(await codes(["--base-url", "http://127.0.0.1:1", "--type", "openai", "--api-key-file", "/none"])).toBe(66);
  expect(await codes(["--config", "/none.yaml"])).toBe(66);
  expect(await codes(["--host", "0.0.0.0"])).toBe(78);
  expect(await codes(["--base-url", "http://127.0.0.1:1"])).toBe(2);
  expect(await codes(["--prot", "1"])).toBe(2);
});

test("in the foreground it ends with the signal, and so does the daemon", async () => {
  const child = Bun.spawn([...bunCommand("cli/main.ts"), "start", "--foreground"], { env: corner.env, stdout: "pipe" });
  await until("the daemon answers", async () => (await corner.cli(["status", "--check"])).code === 0);

  child.kill("SIGINT");

  expect(await child.exited).toBe(0);
  expect((await corner.cli(["status"])).out).toContain("(SIGINT, clean)");
});

test("G10 watched, it shows its log and takes what is saved, until Ctrl-C", async () => {
  const child = Bun.spawn([...bunCommand("cli/main.ts"), "start", "--watch"], { env: corner.env, stdout: "pipe" });
  let out = "";
  void (async () => {
    for await (const bytes of child.stdout) out += Buffer.from(bytes).toString();
  })();
  await until("it tells that it has started", () => out.includes(" started"), 15_000);

  writeFileSync(join(corner.home, "config.yaml"), "config: { watch: false }\nlog: { level: debug }\n");
  await until("it tells of the change", () => out.includes("config reloaded"), 15_000);
  const level = await corner.cli(["config", "get", "log.level"]);
  child.kill("SIGINT");

  expect(level.out).toBe("debug\n");
  expect(await child.exited).toBe(0);
  await until("it tells that it has stopped", () => out.includes(" stopped"));
});

test("Ctrl-C before it is ready leaves no daemon behind", async () => {
  const child = Bun.spawn([...bunCommand("cli/main.ts"), "start", "--foreground"], {
    env: corner.env,
    stdout: "pipe",
    stderr: "pipe",
  });
  // Its home is made right before the daemon is started; that is the moment.
  await until("the start is under way", () => existsSync(join(corner.home, "logs")));

  child.kill("SIGINT");
  const [code, err] = [await child.exited, await child.stderr.text()];
  const status = await corner.cli(["status", "--check"]);

  // A busy machine may have let it become ready in between; then it has ended as a running one does.
  expect([0, 130]).toContain(code);
  if (code === 130)
    expect(err).toBe("error: interrupted before the daemon was ready; it does not run\ntry: proxy-cli start\n");
  expect(status.code).toBe(3);
});
