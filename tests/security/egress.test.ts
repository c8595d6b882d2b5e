import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { statusOrNull } from "../../cli/daemon/answering.ts";
import { serversAt } from "../support/fault-bench.ts";
import { read, send, startFaultd } from "../support/faultd.ts";
import { formats } from "../support/formats.ts";
import { answerText, requestText } from "../support/http-text.ts";
import { repository } from "../support/product-tree.ts";
import { controlOf, newCorner } from "../support/program.ts";
import { connectRaw } from "../support/raw-client.ts";
import { until } from "../support/wait.ts";

setDefaultTimeout(60_000);

/** Whether calls of a program can be watched here. */
const canWatch =
  Bun.which("strace") !== null &&
  Bun.spawnSync(["strace", "-o", "/dev/null", "/bin/true"], { stderr: "ignore" }).exitCode === 0;
if (!canWatch) console.warn("SKIPPED: S-64 needs strace, and the right to use it");

test.skipIf(!canWatch)(
  "S-64: from its start to its end the daemon connects to the configured address and to nothing else",
  async () => {
    const corner = newCorner();
    const vendor = startFaultd();
    mkdirSync(corner.home, { mode: 0o700 });
    writeFileSync(join(corner.home, "servers.yaml"), serversAt(vendor.url), { mode: 0o600 });
    const trace = join(corner.folder, "trace");
    const child = Bun.spawn(
      [
        "strace",
        "-f",
        "-qq",
        "-o",
        trace,
        "-e",
        "trace=connect,sendto",
        join(repository, "cli/proxy-cli"),
        "start",
        "--foreground",
      ],
      { cwd: corner.folder, env: corner.env, stdin: "ignore", stdout: "ignore", stderr: "ignore" },
    );
    const { url } = await until("it answers", () => statusOrNull(controlOf(corner)), 30_000);
    const port = Number(new URL(url).port);
    for (const format of formats) {
      vendor.play(read("all"), send(answerText(format.answer)));
      const client = await connectRaw(port);
      client.write(requestText(format, false, port, { "x-proxy-upstream": format.upstream }));
      await client.until("it is answered", () => client.message().isDone);
    }
    await corner.cli(["upstreams"]);
    await corner.cli(["stop"]);
    await child.exited;
    vendor.stop();

    const calls = readFileSync(trace, "utf8")
      .split("\n")
      .filter((line) => line.includes("sa_family="));
    const others = calls.filter((line) => !isOurs(line, new URL(vendor.url).port, corner.home));
    expect(calls.some((line) => line.includes(`htons(${new URL(vendor.url).port})`))).toBe(true);
    expect(others).toEqual([]);
    await corner.leave();
  },
);

/** A connection to the vendor, or to the daemon's own socket: the command that started it talks to it. */
const isOurs = (line: string, vendorPort: string, home: string): boolean =>
  (line.includes(`sin_port=htons(${vendorPort})`) && line.includes('"127.0.0.1"')) ||
  (line.includes("AF_UNIX") && line.includes(`${home}/daemon.sock`));
