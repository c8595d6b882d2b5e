import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import type { Notice } from "../../src/core/notice.ts";
import { anyTarget } from "../support/availability.ts";
import { stateOf } from "../support/state.ts";

const rules = { failures: 5, retryMs: 2000, coolsDown: true, knock: async () => null };

test("each change of an upstream is one line in the log and one notice, and no key is in either", async () => {
  const { state, paths } = stateOf([], "auto");
  const heard: Notice[] = [];
  state.notices.listen((notice) => heard.push(notice));
  const target = anyTarget("work", { key: "sk-secret-0123456789", keyHint: "...6789" });
  const here = state.availability.under(rules);

  for (let at = 0; at < 4; at++) here.end(target, { kind: "refused", status: 429, retryAfterMs: 7000, scope: "model" });
  for (let at = 0; at < 9; at++) here.end(target, { kind: "unreachable", error: "upstream_refused" });
  here.end(target, { kind: "answered", headMs: 0 });
  await state.log.flush();

  const lines = readFileSync(paths.log, "utf8").trim().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    {
      level: "warn",
      message: "upstream limited",
      upstream: "work",
      model: "m",
      key: "...6789",
      status: 429,
      seconds: 7,
    },
    { level: "warn", message: "upstream down", upstream: "work", why: "connection refused", failures: 5 },
    { level: "info", message: "upstream up", upstream: "work", host: "work.example" },
  ]);
  expect(lines.join()).not.toContain("sk-secret");
  expect(heard).toMatchObject([
    { type: "upstream-changed", upstream: "work", state: "limited", why: null },
    { type: "upstream-changed", upstream: "work", state: "open", why: "upstream_refused" },
    { type: "upstream-changed", upstream: "work", state: "closed", why: null, untilAt: null },
  ]);
  state.availability.stop();
});
