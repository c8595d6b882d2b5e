import { afterEach, expect, test } from "bun:test";
import { newHome, startDaemon, type TestDaemon } from "../support/daemon.ts";

let daemon: TestDaemon;
afterEach(() => daemon.stop());

test("a switch is remembered, and a variable that names the upstream is newer than it", async () => {
  const home = newHome();
  daemon = await startDaemon({ home });
  await daemon.control.switchUpstream({ name: "cn", force: true, dryRun: false });
  daemon.signal("SIGTERM");
  await daemon.exited;

  daemon = await startDaemon({ home });
  expect((await daemon.control.status({})).upstream).toBe("cn");
  daemon.signal("SIGTERM");
  await daemon.exited;

  daemon = await startDaemon({ home, env: { PROXY_UPSTREAM: "mistral" } });
  expect((await daemon.control.status({})).upstream).toBe("mistral");
});
