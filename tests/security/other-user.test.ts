import { afterAll, beforeAll, expect, test } from "bun:test";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { tokenStore } from "../../src/state/tokens.ts";
import { canaries } from "../support/canary.ts";
import { type FaultBench, serversAt, startBench } from "../support/fault-bench.ts";

/** Only root can become somebody else; elsewhere these say that they did not run. */
const canBeOther = process.getuid?.() === 0 && Bun.which("setpriv") !== null && Bun.which("bash") !== null;
if (!canBeOther) console.error("SKIPPED: only root with setpriv and bash can be another user");

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench({
    moreServers: (url) =>
      `${serversAt(url)}holding:\n  endpoint: ${url}\n  type: anthropic\n  api_key: ${canaries.held}\n`,
  });
  tokenStore(join(bench.daemon.home, "tokens.json"), Date.now).create("mine", null);
});
afterAll(() => bench.stop());

/** What this line of a shell prints when somebody else types it. */
const asOther = async (line: string): Promise<string> => {
  const child = Bun.spawn(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "bash", "-c", line], {
    cwd: "/",
    env: { PATH: process.env["PATH"] ?? "" },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  return out + err;
};

const ask = (port: number) =>
  asOther(
    `exec 3<>/dev/tcp/127.0.0.1/${port}; printf 'POST /v1/messages HTTP/1.1\\r\\nhost: 127.0.0.1:${port}\\r\\nx-proxy-upstream: holding\\r\\ncontent-type: application/json\\r\\ncontent-length: 2\\r\\nconnection: close\\r\\n\\r\\n{}' >&3; cat <&3`,
  );

test.skipIf(!canBeOther)("S-20: another user of this machine spends no key that the daemon holds", async () => {
  bench.vendor.play();

  const answer = await ask(bench.daemon.port);

  expect(answer).toStartWith("HTTP/1.1 401 ");
  expect(answer).toContain("x-proxy-error: token_required");
  expect(bench.vendor.connections()).toBe(0);
});

test.skipIf(!canBeOther)("S-21, S-26: another user reads no token, no key and no control socket", async () => {
  const { home, pid } = bench.daemon;
  for (const name of ["token", "tokens.json", "servers.yaml", "daemon.sock"])
    expect(await asOther(`cat ${home}/${name}`)).toContain("Permission denied");
  expect(await asOther(`cat /proc/${pid}/environ`)).toContain("Permission denied");
  chmodSync(home, 0o711); // also where the way in is open: each file is closed by itself
  for (const name of ["token", "tokens.json", "servers.yaml"])
    expect(await asOther(`cat ${home}/${name}`)).toContain("Permission denied");
  chmodSync(home, 0o700);
});
