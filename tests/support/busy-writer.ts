import { join } from "node:path";
import { writePrivate } from "../../src/lib/private-file.ts";
import { choiceStore } from "../../src/state/choices.ts";
import { createLog } from "../../src/state/logs/log.ts";

/** A program that writes settings, choices and log lines without a pause, until it is killed. */
const [folder = ""] = process.argv.slice(2);
const choices = choiceStore(join(folder, "state.json"));
const keep = { files: 1_000_000, days: 1, bytes: Number.POSITIVE_INFINITY };
const rotation = { maxBytes: 20_000, maxAgeMs: 0, keep };
const log = createLog({ file: join(folder, "daemon.log"), level: "info", now: Date.now, rotation });
for (let round = 0; ; round++) {
  const letter = round % 2 === 0 ? "a" : "b";
  writePrivate(join(folder, "config.yaml"), letter.repeat(round % 2 === 0 ? 100 : 50_000));
  await choices.write({ upstream: letter.repeat(round % 2 === 0 ? 10 : 5000), previousUpstream: letter });
  for (let line = 0; line < 400; line++) log.write("info", "line", { round, line });
  await log.flush();
  if (round === 2) process.stdout.write("ready\n"); // all that it needs is loaded, and the log has been full once
}
