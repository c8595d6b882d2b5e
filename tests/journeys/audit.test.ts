import { afterAll, expect, test } from "bun:test";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canaries, leaksIn } from "../support/canary.ts";
import { startDaemon } from "../support/daemon.ts";
import { type Corner, controlOf, newCorner } from "../support/program.ts";
import { until } from "../support/wait.ts";

const corners: Corner[] = [];
afterAll(async () => {
  for (const corner of corners) await corner.leave();
});
const corner = (): Corner => {
  const made = newCorner();
  corners.push(made);
  return made;
};

type AuditLine = { readonly action: string; readonly who: string; readonly data: Readonly<Record<string, unknown>> };
const auditIn = (home: string): readonly AuditLine[] => {
  const file = join(home, "logs", "audit.jsonl");
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
};
const told = (home: string, action: string) =>
  until(`audit tells ${action}`, () => auditIn(home).findLast((line) => line.action === action), 15_000);

test("V13, W-05: who changes what is in the audit log: switches, settings, keys, and never the key", async () => {
  const { home, cli } = corner();
  expect((await cli(["start"])).code).toBe(0);

  expect((await cli(["switch-upstream", "simulator"])).code).toBe(0);
  expect(await told(home, "upstream-switched")).toMatchObject({
    who: "control",
    data: { from: "auto", to: "simulator" },
  });
  expect((await cli(["config", "set", "log.level", "debug"])).code).toBe(0);
  expect(await told(home, "config-reloaded")).toMatchObject({ data: { settings: { "log.level": "debug" } } });
  expect((await cli(["keys", "set", "openai", "--stdin"], {}, canaries.openai)).code).toBe(0);
  await until("the key's change is told", () =>
    auditIn(home).some(({ data }) => String(data["keysChanged"]) === "openai"),
  );
  const shown = await cli(["logs", "audit", "--grep", "switched"]);

  expect(shown.out).toContain("INFO   upstream-switched");
  expect(auditIn(home)[0]).toMatchObject({ action: "started", who: "daemon" });
  expect(leaksIn({ audit: readFileSync(join(home, "logs", "audit.jsonl"), "utf8"), shown: shown.out })).toEqual([]);
}, 60_000);

test("V13: what commands change without a daemon is told too", async () => {
  const { home, cli } = corner();

  const token = await cli(["token", "create", "--name", "laptop"]);
  await cli(["token", "revoke", "laptop"]);
  await cli(["config", "set", "log.level", "warn"]);

  const lines = auditIn(home);
  expect(lines.map(({ action, who }) => [action, who])).toEqual([
    ["token-created", "cli"],
    ["token-revoked", "cli"],
    ["config-changed", "cli"],
  ]);
  expect(JSON.stringify(lines)).not.toContain(token.out.split("\n")[0] ?? "never");
  expect(lines[2]?.data).toEqual({ files: ["config.yaml", "config-history.json"] });
}, 60_000);

test("a level that is set counts at once, without a restart", async () => {
  const made = corner();
  await made.cli(["start"]);

  const ran = await made.cli(["logs", "level", "debug"]);
  expect([ran.code, ran.err]).toEqual([0, ""]);
  const url = (await controlOf(made).status({})).url;
  await fetch(`${url}/v1/models`, { headers: { "x-proxy-upstream": "simulator", authorization: "Bearer any" } });

  await until("a line of a request that went well", () =>
    readFileSync(join(made.home, "logs", "daemon.log"), "utf8").includes('"level":"debug","message":"request"'),
  );
  expect((await made.cli(["logs", "level"])).err).toContain("which level?");
}, 60_000);

test("Z13: times are written where log.performance says so, with every request that came through", async () => {
  const daemon = await startDaemon({ flags: { "log.performance": "true" } });
  const ask = () =>
    fetch(`${daemon.url}/v1/chat/completions`, {
      method: "POST",
      headers: { "x-proxy-upstream": "simulator", authorization: "Bearer any", "content-type": "application/json" },
      body: JSON.stringify({ model: "gpt-4o-mini", messages: [{ role: "user", content: "hi" }] }),
    }).then((answer) => answer.text());
  await ask();
  await ask();
  const file = join(daemon.home, "logs", "performance.jsonl");
  const lines = await until("two lines", () => {
    const found = existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
    return found.length === 2 && found.map((line) => JSON.parse(line));
  });

  for (const line of lines) {
    expect(line.queueMs).toBeGreaterThanOrEqual(0);
    expect(line.headMs).toBeGreaterThan(0);
    expect(line.totalMs).toBeGreaterThanOrEqual(line.queueMs + line.headMs - 0.02);
  }
  await daemon.stop();
}, 60_000);

test("a changed file that is refused is told, with who it was", async () => {
  const { home, cli } = corner();
  await cli(["start"]);

  appendFileSync(join(home, "config.yaml"), "\nserver:\n  prot: 1\n");
  expect(await told(home, "config-rejected")).toMatchObject({ who: "file" });
  writeFileSync(join(home, "config.yaml"), "");
  expect((await told(home, "config-reloaded")).who).toBe("file");
}, 60_000);
