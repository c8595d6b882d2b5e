import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { chmodSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hasEnded, knownBy } from "../../cli/daemon/alive.ts";
import { connectTo } from "../../src/control/client.ts";
import { newHome, startDaemon } from "../support/daemon.ts";
import { serversAt } from "../support/fault-bench.ts";
import { read, send, startFaultd } from "../support/faultd.ts";
import { type Format, formats } from "../support/formats.ts";
import { answerText, requestText } from "../support/http-text.ts";
import { repository, writeTree } from "../support/product-tree.ts";
import { type Corner, newCorner } from "../support/program.ts";
import { connectRaw } from "../support/raw-client.ts";
import { until } from "../support/wait.ts";

const [anthropic] = formats as [Format];

/** The warnings of `status` after it was started on this home, and how to end it. */
const startAgain = async (home: string, servers: string) => {
  const daemon = await startDaemon({ home, servers });
  const { warnings } = await daemon.control.status({});
  return { daemon, isSafe: warnings.some((warning) => warning.startsWith("safe mode")) };
};

test("D-22: after five crashes in a minute the daemon starts in safe mode, says so, and passes requests on; a proper stop ends it", async () => {
  const home = newHome();
  const vendor = startFaultd();
  const servers = serversAt(vendor.url);
  for (let crash = 1; crash <= 5; crash++) {
    const { daemon, isSafe } = await startAgain(home, servers);
    expect(isSafe).toBe(false);
    daemon.signal("SIGKILL");
    await daemon.exited;
  }

  const { daemon, isSafe } = await startAgain(home, servers);
  vendor.play(read("all"), send(answerText(anthropic.answer)));
  const client = await connectRaw(daemon.port);
  client.write(requestText(anthropic, false, daemon.port));
  await client.until("it is answered", () => client.message().isDone);

  expect(isSafe).toBe(true);
  expect(Buffer.from(client.message().body).toString()).toBe(anthropic.answer);
  await until("the log says so", () =>
    daemon.logLines().some((line) => line["message"] === "safe mode" && line["crashes"] === 5),
  );
  daemon.signal("SIGTERM");
  expect(await daemon.exited).toBe(0);
  expect(existsSync(join(home, "starts.json"))).toBe(false);

  const next = await startAgain(home, servers);
  expect(next.isSafe).toBe(false);
  await next.daemon.stop();
  vendor.stop();
});

describe("a daemon that is supervised", () => {
  let corner: Corner;
  beforeEach(() => {
    corner = newCorner();
  });
  afterEach(() => corner.leave());

  /** `proxy-cli start --supervise` through the launcher, with a PATH in which somebody else's programs come first. */
  const startSupervised = () => {
    const impostors = join(corner.folder, "bin");
    const marker = join(corner.folder, "called");
    for (const name of ["curl", "addr2line", "llvm-symbolizer", "ps", "gdb"])
      writeTree(impostors, { [name]: `#!/bin/sh\necho ${name} >>'${marker}'\n` });
    for (const name of readdirSync(impostors)) chmodSync(join(impostors, name), 0o755);
    const child = Bun.spawn(
      [
        "/bin/sh",
        "-c",
        'ulimit -S -c unlimited; exec "$@"',
        "sh",
        join(repository, "cli/proxy-cli"),
        "start",
        "--supervise",
        "--upstream",
        "simulator",
      ],
      {
        cwd: corner.folder,
        env: { ...corner.env, PATH: `${impostors}:${corner.env["PATH"]}`, OPENAI_API_KEY: canary },
        stdin: "ignore",
        stdout: "pipe",
        stderr: "pipe",
      },
    );
    return { child, marker, output: Promise.all([child.stdout.text(), child.stderr.text()]) };
  };
  const canary = "sk-CANARY0123456789abcdef";
  // A call that comes while the daemon is being killed may never hear of it, so it is short of patience here.
  const statusNow = () =>
    connectTo(join(corner.home, "daemon.sock"), 500)
      .status({})
      .catch(() => null);
  const daemonOtherThan = (pid: number) =>
    until(
      "a daemon answers",
      async () => {
        const status = await statusNow();
        return status !== null && status.pid !== pid && status;
      },
      20_000,
    );

  test("D-22, D-25: is started again after it was killed or crashed, leaves no core and no secret, and ends in order on SIGTERM", async () => {
    const { child, marker, output } = startSupervised();
    const first = await daemonOtherThan(0);
    expect(readFileSync(`/proc/${first.pid}/limits`, "utf8")).toMatch(/Max core file size +0 /);

    process.kill(first.pid, "SIGKILL");
    const second = await daemonOtherThan(first.pid);
    process.kill(second.pid, "SIGSEGV");
    const third = await daemonOtherThan(second.pid);

    child.kill("SIGTERM");
    expect(await child.exited).toBe(0);
    const [out, err] = await output;
    expect(out).toContain("is running");
    expect(err).toContain("it is started again in 1 s");
    expect(err).toContain("it is started again in 2 s");
    expect(out + err).not.toContain(canary);
    expect(existsSync(marker)).toBe(false);
    expect(
      [...readdirSync(corner.folder), ...readdirSync(corner.home), ...readdirSync("/")].filter((name) =>
        /^core/.test(name),
      ),
    ).toEqual([]);
    expect(await hasEnded(knownBy(third.pid), 5000)).toBe(true);
    expect(await statusNow()).toBeNull();
  });
});
