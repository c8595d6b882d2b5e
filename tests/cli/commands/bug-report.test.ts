import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { canaries, leaksIn, textsUnder } from "../../support/canary.ts";
import { type Corner, controlOf, newCorner } from "../../support/program.ts";
import { until } from "../../support/wait.ts";

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
});

afterEach(() => corner.leave());

const prompt = "CANARY the quick brown prompt";

/** Everything that is secret, in every place where somebody may have put it. */
const plant = async (): Promise<Readonly<Record<string, string>>> => {
  mkdirSync(corner.home, { recursive: true, mode: 0o700 });
  const servers = `work: { type: openai, endpoint: 'https://llm.corp.example', api_key: '${canaries.held}' }\n`;
  writeFileSync(join(corner.home, "servers.yaml"), servers, { mode: 0o600 });
  const env = {
    OPENAI_API_KEY: canaries.openai,
    ANTHROPIC_BASE_URL: `https://u:${canaries.zai}@gate.corp.example/?k=${canaries.anthropic}`,
    MY_ODD_TOKEN: "correct-horse-battery-staple",
  };
  await corner.cli(["start", "--upstream", "simulator"], env);
  const { url } = await controlOf(corner).status({});
  const body = JSON.stringify({ model: "claude-x", max_tokens: 9, messages: [{ role: "user", content: prompt }] });
  const answer = await fetch(`${url}/v1/messages?key=${canaries.google}`, {
    method: "POST",
    body,
    headers: { "x-api-key": canaries.anthropic },
  });
  await answer.text();
  await controlOf(corner).stats({ since: 0, by: "model" });
  return env;
};

test("S-55 a report has versions, diagnosis, settings and log lines, and no key, no prompt, no home folder", async () => {
  const env = await plant();

  const { code, out } = await corner.cli(["bug-report", "--json"], env);
  const report = JSON.parse(out);
  const token = await Bun.file(join(corner.home, "token")).text();

  expect(code).toBe(0);
  expect(Object.keys(report)).toEqual([
    "schema",
    "generated_at",
    "versions",
    "doctor",
    "status",
    "config",
    "upstreams",
    "log",
  ]);
  expect(report.log[0]).toMatchObject({ message: "started" });
  const secrets = [...Object.values(canaries), token.trim(), "correct-horse-battery-staple"];
  expect(leaksIn({ out }, secrets)).toEqual([]);
  expect(out).not.toContain("quick brown");
  expect(out).not.toContain(`${corner.env["HOME"]}/`);
});

test("S-55, S-53: with all that can be written down switched on, a report still holds no key and no prompt of it", async () => {
  mkdirSync(corner.home, { mode: 0o700 });
  const settings = "trace: { enabled: true, bodies: true }\nprinter: { enabled: true, bodies: true }\n";
  const logs = "log: { level: debug, performance: true }\n";
  writeFileSync(join(corner.home, "config.yaml"), settings + logs, { mode: 0o600 });
  const env = await plant();
  const folder = (name: string): string => join(corner.home, name);
  await until("all is written", () =>
    [folder("traces"), folder("logs/audit.jsonl"), folder("logs/performance.jsonl")].every((path) => existsSync(path)),
  );

  const { code, out } = await corner.cli(["bug-report", "--json"], env);

  expect(code).toBe(0);
  const token = (await Bun.file(folder("token")).text()).trim();
  const secrets = [...Object.values(canaries), token];
  expect(leaksIn({ out, ...textsUnder(folder("logs")), ...textsUnder(folder("traces")) }, secrets)).toEqual([]);
  expect(out).not.toContain("quick brown");
});

test("S-55 doctor --json holds no key either", async () => {
  const env = await plant();

  expect(leaksIn({ out: (await corner.cli(["doctor", "--json"], env)).out })).toEqual([]);
});

test("hosts are named otherwise where that is wished", async () => {
  const env = await plant();

  expect((await corner.cli(["bug-report"], env)).out).toContain("llm.corp.example");
  const { out } = await corner.cli(["bug-report", "--hash-hosts"], env);

  expect(out).not.toContain("corp.example");
  expect(out).not.toContain(`"${hostname()}"`);
  expect(out).toMatch(/https:\/\/host-[0-9a-f]{8}/);
});

test("a file is written only with a yes, readable by nobody else, and never over another", async () => {
  const file = join(corner.folder, "report.json");

  expect(await corner.cli(["bug-report", "--out", file])).toMatchObject({ code: 2, out: "" });
  expect(existsSync(file)).toBe(false);
  expect((await corner.cli(["bug-report", "--out", file, "--yes"])).code).toBe(0);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(await Bun.file(file).text())).toMatchObject({ schema: 1 });
  expect(await corner.cli(["bug-report", "--out", file, "--yes"])).toMatchObject({ code: 73, out: "" });
});
