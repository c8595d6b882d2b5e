import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Corner, controlOf, newCorner } from "../support/program.ts";
import { until } from "../support/wait.ts";

let corner: Corner;
let file: string;

beforeEach(() => {
  corner = newCorner();
  file = join(corner.home, "config.yaml");
});

afterEach(() => corner.leave());

const cli = (...words: string[]) => corner.cli(words);
const status = () => controlOf(corner).status({});
const isInForce = async (level: string): Promise<boolean> =>
  (await cli("config", "get", "log.level")).out === `${level}\n`;

test("Z9 what is set counts at once, is written down with its comments, and can be taken back step by step", async () => {
  await cli("start");
  writeFileSync(file, "# mine\nlog:\n  level: info # quiet\n");

  await cli("config", "--set", "log_level", "DEBUG");
  await cli("config", "set", "log.level=error");
  expect(await isInForce("error")).toBe(true);
  expect(readFileSync(file, "utf8")).toBe("# mine\nlog:\n  level: error # quiet\n");

  const undone = await cli("config", "undo");
  expect(undone.out).toMatch(/^ok {2}took back: set log\.level {3}\(.*\)\n {4}log\.level {3}error -> debug\n/);
  expect(await isInForce("debug")).toBe(true);
  await cli("config", "undo");
  expect(await isInForce("info")).toBe(true);
  expect((await cli("config", "undo")).out).toContain("nothing to take back");
  await cli("config", "redo");
  expect(await isInForce("debug")).toBe(true);
});

test("what was changed by hand since is not undone without being asked", async () => {
  await cli("config", "set", "log.level", "warn");
  writeFileSync(file, `${readFileSync(file, "utf8")}# by hand\n`);

  const asked = await cli("config", "undo");
  expect(asked).toMatchObject({ code: 2, out: "" });
  expect(asked.err).toContain("try: proxy-cli config undo --yes");
  expect((await cli("config", "undo", "--yes")).code).toBe(0);
  expect((await cli("config", "redo")).code).toBe(0);
  expect(readFileSync(file, "utf8")).toEndWith("# by hand\n");
});

test("D-16 a saved file counts by itself; one that is wrong keeps the old one, and status says why until it is right", async () => {
  await cli("start");

  writeFileSync(file, "log: { level: debug }\nserver: { host: localhost }\n");
  await until("the file counts", async () => (await status()).generation === 2, 10_000);
  expect(await isInForce("debug")).toBe(true);
  expect((await status()).needsRestart).toEqual(["server.host"]);
  expect((await cli("status")).out).toContain("in force only after a restart: server.host");

  writeFileSync(file, "log: { level: loud }\n");
  await until(
    "status says why",
    async () => (await status()).warnings.some((one) => one.includes("log.level")),
    10_000,
  );
  expect(await isInForce("debug")).toBe(true);
  expect((await status()).generation).toBe(2);

  const validated = await cli("config", "validate");
  expect(validated).toMatchObject({ code: 78, out: "" });
  expect(validated.err).toMatch(
    /^x .*config\.yaml:1:8 {2}log\.level {2}must be .*\n1 error, 0 warnings\. The running daemon keeps generation 2\.\n$/,
  );

  writeFileSync(file, "log: { level: loud }\nprot: 1\n");
  await until(
    "status tells how many",
    async () => (await status()).warnings.some((one) => one.includes("1 more")),
    10_000,
  );
  expect((await cli("status")).out).not.toContain("\\u");

  writeFileSync(file, "log: { level: warn }\n");
  await until("the trouble is over", async () => (await status()).warnings.length === 0, 10_000);
  expect(await isInForce("warn")).toBe(true);
});

test("D-16 a file that is deleted changes nothing but the warnings, and counts again when it is back", async () => {
  await cli("start", "--log-level", "debug");
  writeFileSync(file, "upstream: simulator\n");
  await until("the file counts", async () => (await status()).upstream === "simulator", 10_000);

  rmSync(file);

  await until("status says so", async () => (await status()).warnings.some((one) => one.includes("is gone")), 10_000);
  expect((await status()).upstream).toBe("simulator");
  expect((await cli("reload")).err).toContain("is gone");
  writeFileSync(file, "upstream: anthropic\n");
  await until("it is back", async () => (await status()).upstream === "anthropic", 10_000);
  expect((await status()).warnings).toEqual([]);
});

test("D-14 SIGHUP reads the files again, also where nobody watches them", async () => {
  await cli("config", "set", "config.watch", "false");
  await cli("start");
  writeFileSync(file, "config: { watch: false }\nlog: { level: warn }\n");

  process.kill((await status()).pid, "SIGHUP");

  await until("the file counts", () => isInForce("warn"), 10_000);

  await cli("config", "set", "config.watch", "true");
  writeFileSync(file, "log: { level: error }\n");
  await until("it is watched from now on", () => isInForce("error"), 10_000);
});

test("a valid file is told with exit code 0, warnings or not", async () => {
  await cli("config", "init");
  expect(await cli("config", "validate")).toMatchObject({ code: 0, err: "", out: expect.stringContaining("is valid") });

  writeFileSync(file, "log_level: info\n");
  const odd = await cli("config", "validate");
  expect([odd.code, odd.out.trim().endsWith("with 1 warning")]).toEqual([0, true]);
  expect(odd.err).toMatch(/^! .*config\.yaml:1:1 {2}log_level {2}an older name/);
  const json = JSON.parse((await cli("config", "validate", "--json")).out);
  expect(json).toMatchObject({ valid: true, problems: [{ severity: "warning", line: 1 }], running: false });
});

test("an address of the command line is told as one", async () => {
  await cli("start", "--base-url", "http://127.0.0.1:9", "--type", "openai");

  expect((await cli("config")).out).toMatch(/\nupstream +custom +flag \(--base-url\)/);
});

test("Z11 the folder of an older proxy is taken over, keys and all, after a look at what that means", async () => {
  const older = join(corner.folder, ".anthropic-proxy");
  mkdirSync(older);
  writeFileSync(join(older, "config.yaml"), "current_server: cn\nlog_level: DEBUG\n");
  writeFileSync(join(older, "servers.yaml"), 'cn:\n  api_key: "sk-canary-0123456789"\n  latency_ms: 150.0\n');
  await cli("start");

  const dry = await cli("config", "import", ".anthropic-proxy", "--dry-run");
  const asked = await cli("config", "import", ".anthropic-proxy");
  expect([dry.code, asked.code, (await status()).upstream]).toEqual([0, 2, "auto"]);
  const ran = await cli("config", "import", ".anthropic-proxy", "--yes");

  expect(ran.code).toBe(0);
  for (const shown of [dry.out, ran.err]) expect(shown).toContain("  upstream   (default) -> cn\n");
  expect(asked.out).toBe("");
  expect((await status()).upstream).toBe("cn");
  const servers = join(corner.home, "servers.yaml");
  expect([statSync(servers).mode & 0o777, readFileSync(servers, "utf8").includes("canary")]).toEqual([0o600, true]);
  expect(dry.out + asked.out + ran.out + ran.err).not.toContain("canary");
});
