import { expect, test } from "bun:test";
import { rmSync } from "node:fs";
import { launch, newHome } from "../support/daemon.ts";

test("D-10: a hundred times two starts at the same instant, and each time exactly one daemon", async () => {
  for (let round = 0; round < 100; round++) {
    const home = newHome();
    const both = await Promise.all([launch(home), launch(home)]);

    expect(both.map(({ report }) => (report.type === "ready" ? "ready" : report.code)).sort()).toEqual([
      "already_running",
      "ready",
    ]);
    for (const { process } of both) {
      process.kill("SIGKILL");
      await process.exited;
    }
    rmSync(home, { recursive: true, force: true });
  }
}, 1_200_000);
