import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { newHome, startDaemon } from "../support/daemon.ts";
import { serversAt } from "../support/fault-bench.ts";
import { read, send, startFaultd } from "../support/faultd.ts";
import { type Format, formats } from "../support/formats.ts";
import { answerText, requestText } from "../support/http-text.ts";
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
