import { expect, test } from "bun:test";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { createAudit } from "../../../src/state/logs/audit.ts";
import { usualRotation } from "../../../src/state/logs/rotation.ts";
import { canaries, leaksIn } from "../../support/canary.ts";
import { scratchFolder } from "../../support/scratch.ts";

test("V13: a line tells the session, the action, who it was and what belongs to it", async () => {
  const file = join(scratchFolder(), "audit.jsonl");
  const audit = createAudit({ file, now: () => 1000, rotation: usualRotation });

  audit.note("upstream-switched", "control", { from: "auto", to: "openai" });
  audit.note("session-ended", "cli", {}, "s_1");
  await audit.flush();

  expect(
    readFileSync(file, "utf8")
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  ).toEqual([
    {
      at: "1970-01-01T00:00:01.000Z",
      session: null,
      action: "upstream-switched",
      who: "control",
      data: { from: "auto", to: "openai" },
    },
    { at: "1970-01-01T00:00:01.000Z", session: "s_1", action: "session-ended", who: "cli", data: {} },
  ]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("I-01: a key that gets this far is taken out and counted", async () => {
  const file = join(scratchFolder(), "audit.jsonl");
  const audit = createAudit({ file, now: () => 1000, rotation: usualRotation });

  audit.note("config-rejected", "file", { why: `a\n${canaries.openai}` });
  await audit.flush();

  expect(leaksIn({ audit: readFileSync(file, "utf8") })).toEqual([]);
  expect(audit.redactions()).toBe(1);
});
