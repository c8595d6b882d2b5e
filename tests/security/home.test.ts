import { afterEach, describe, expect, test } from "bun:test";
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canaries, leaksIn } from "../support/canary.ts";
import { type DaemonOptions, launch, newHome, type Start, startDaemon } from "../support/daemon.ts";

const started: { readonly process: Start["process"]; readonly home: string }[] = [];
afterEach(async () => {
  for (const { process, home } of started.splice(0)) {
    process.kill("SIGKILL");
    await process.exited;
    rmSync(home, { recursive: true, force: true });
  }
});

const tryStart = async (home: string, options: DaemonOptions = {}): Promise<Start["report"]> => {
  const start = await launch(home, options);
  started.push({ process: start.process, home });
  return start.report;
};

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe.each(["000", "022", "077"])("under umask %s", (umask) => {
  test("S-21, S-22: everything the daemon makes is its owner's alone", async () => {
    const daemon = await startDaemon({ umask });
    await fetch(`${daemon.url}/v1/models`, { headers: { "x-proxy-upstream": "simulator" } });
    await daemon.rows();
    await daemon.control.switchUpstream({ name: "simulator", force: true, dryRun: false });

    const made = readdirSync(daemon.home, { recursive: true }).map((name) => join(daemon.home, String(name)));
    const wide = made.filter((path) => (statSync(path).mode & 0o077) !== 0).map((path) => `${path} ${modeOf(path)}`);

    expect(wide).toEqual([]);
    for (const name of ["config.yaml", "ledger.db", "token", "state.json", "daemon.sock"])
      expect(existsSync(join(daemon.home, name))).toBe(true);
    expect(modeOf(join(daemon.home, "logs"))).toBe("700");
    await daemon.stop();
  });
});

test("S-21: a home that others can enter is refused with the command that mends it", async () => {
  const home = newHome();
  chmodSync(home, 0o755);

  const report = await tryStart(home);

  expect(report).toMatchObject({
    type: "failed",
    code: "home_unsafe",
    hint: expect.stringContaining(`chmod 700 ${home}`),
  });
});

test("S-22: a file of keys that others can read is refused", async () => {
  const home = newHome();
  writeFileSync(
    join(home, "servers.yaml"),
    `mine:\n  endpoint: http://127.0.0.1:1\n  type: anthropic\n  api_key: ${canaries.held}\n`,
  );
  chmodSync(join(home, "servers.yaml"), 0o644);

  const report = await tryStart(home);

  expect(report).toMatchObject({ type: "failed", code: "home_unsafe" });
  expect(leaksIn({ report: JSON.stringify(report) })).toEqual([]);
});

test("S-24: keys handed over at the start are neither in the arguments nor in the environment of the process", async () => {
  const daemon = await startDaemon({
    servers: "mine:\n  endpoint: http://127.0.0.1:1\n  type: anthropic\n  api_key: ${CANARY_KEY}\n",
    orders: {
      secrets: { CANARY_KEY: canaries.held },
      upstream: { endpoint: "http://127.0.0.1:1", type: "zai", key: canaries.zai },
    },
  });

  const seen = {
    cmdline: readFileSync(`/proc/${daemon.pid}/cmdline`, "latin1"),
    environ: readFileSync(`/proc/${daemon.pid}/environ`, "latin1"),
  };

  expect(leaksIn(seen)).toEqual([]);
  expect(await daemon.leaks()).toEqual([]);
  const { upstreams } = await daemon.control.upstreams({});
  expect(upstreams.find(({ name }) => name === "mine")?.key).toBe("env CANARY_KEY");
  await daemon.stop();
});

for (const host of ["0.0.0.0", "::", "192.168.1.5", "example.com"]) {
  test(`S-28: listening on ${host} is refused`, async () => {
    const report = await tryStart(newHome(), { flags: { "server.host": host } });

    expect(report).toMatchObject({
      type: "failed",
      code: "exposed_without_token",
      hint: expect.stringContaining("127.0.0.1"),
    });
  });
}

for (const [endpoint, why] of [
  ["http://169.254.169.254", "link-local"],
  ["http://[::ffff:169.254.169.254]", "link-local"],
  ["http://2852039166", "link-local"],
  ["http://0xa9fea9fe", "link-local"],
  ["file:///etc/passwd", "not http"],
  ["gopher://x", "not http"],
  ["unix:/var/run/docker.sock", "not http"],
  ["http://api.example.com", "in the clear"],
  ["https://user:pw@api.example.com", "keys do not belong"],
  ["not a url", "not a URL"],
] as const) {
  test(`S-44: an upstream at ${endpoint} is refused`, async () => {
    const home = newHome();
    writeFileSync(join(home, "servers.yaml"), `mine:\n  endpoint: "${endpoint}"\n  type: openai\n`, { mode: 0o600 });

    const report = await tryStart(home);

    expect(report).toMatchObject({ type: "failed", code: "config_invalid", message: expect.stringContaining(why) });
  });
}
