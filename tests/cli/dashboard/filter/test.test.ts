import { expect, test } from "bun:test";
import fc from "fast-check";
import type { ListedRequest } from "../../../../cli/dashboard/data/requests.ts";
import { readFilter } from "../../../../cli/dashboard/filter/read.ts";
import { fits, testOf } from "../../../../cli/dashboard/filter/test.ts";
import { summary } from "../../../support/summary.ts";

const now = 1_800_000_000_000;
const requests: readonly ListedRequest[] = [
  summary({
    ...{ id: "r_ok", model: "glm-4.6", upstream: "zai-intl", session: "s_19ab", client: "claude-code" },
    ...{ startedAt: now - 60_000, durationMs: 12_400, ttftMs: 700, inputTokens: 41_200, cacheReadTokens: 36_000 },
    ...{ translated: "openai-chat", rule: "routes[2] long" },
    ...{ outputTokens: 1100, costMicros: 31_000, costKind: "estimated" },
  }),
  summary({ id: "r_limited", model: "glm-4.6", upstream: "zai-cn", status: 429, startedAt: now - 3_600_000 }),
  summary({ id: "r_cut", model: "Claude-Sonnet", upstream: "anthropic", outcome: "SD", error: "upstream_cut" }),
  summary({ id: "r_down", upstream: "openai", status: 502, outcome: "SC", error: "upstream_refused" }),
  summary({ id: "r_ref", upstream: null, status: 403, outcome: "PR", error: "browser_origin", cacheReadTokens: 0 }),
  summary({ id: "r_hit", upstream: null, answerCache: "hit", startedAt: now - 7_200_000 }),
  { ...summary({ id: "r_run", startedAt: now - 20_000 }), outcome: null, durationMs: null, status: null },
];

const wanted = (text: string): readonly string[] => {
  const { filter, mistake } = readFilter(text);
  if (filter === null) throw new Error(mistake?.message ?? "empty");
  const isWanted = testOf(filter);
  return requests.filter((request) => isWanted(request, now)).map(({ id }) => id.slice(2));
};

test.each([
  ["model:glm", ["ok", "limited"]],
  ["model:GLM-*", ["ok", "limited"]],
  ["model:*sonnet", ["cut"]],
  ["up:zai*", ["ok", "limited"]],
  ["up:zai-?n", ["limited"]],
  ["up:-", ["ref"]],
  ["translated:yes", ["ok"]],
  ["translated:openai", ["ok"]],
  ["!translated:-", ["ok"]],
  ["rule:long", ["ok"]],
  ["st:5xx", ["down"]],
  ["st:429", ["limited"]],
  ["st:>=400", ["limited", "down", "ref"]],
  ["st:cut", ["cut"]],
  ["st:sd", ["cut"]],
  ["st:ref", ["ref"]],
  ["st:run", ["run"]],
  ["st:ok", ["ok", "hit"]],
  ["st:err", ["limited", "cut", "down", "ref"]],
  ["session:s_19", ["ok"]],
  ["cost:>0.03", ["ok"]],
  ["cost:>$0.04", []],
  ["!cost:- st:ok", ["ok"]],
  ["time:>10s", ["ok", "run"]],
  ["ttft:>0.5", ["ok"]],
  ["in:>41k", ["ok"]],
  ["in:41,200", ["ok"]],
  ["out:<2k", ["ok"]],
  ["cache:hit", ["ok", "hit"]],
  ["st:hit", ["hit"]],
  ["up:*cache*", ["hit"]],
  ["cache:miss", ["ref"]],
  ["err:refused", ["down"]],
  ["id:r_c", ["cut"]],
  ["since:2m", ["ok", "cut", "down", "ref", "run"]],
  ["glm !st:429", ["ok"]],
  ["st:429 | st:cut", ["limited", "cut"]],
  ["(st:429 | st:ok) up:zai-cn", ["limited"]],
  ['"claude-code"', ["ok"]],
] as const)("%s finds %p", (text, ids) => {
  expect(wanted(text)).toEqual([...ids]);
});

test("what is not known is neither cheap nor dear", () => {
  expect([...wanted("cost:<1000"), ...wanted("cost:>0")]).toEqual(["ok", "ok"]);
});

test("a pattern fits as the same regular expression does", () => {
  const texts = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 12 });
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 8 }), texts, (pattern, text) => {
      const same = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);

      expect(fits(pattern, text)).toBe(same.test(text));
    }),
    { numRuns: 1000 },
  );
  expect(fits(`${"*a".repeat(40)}b`, "a".repeat(5000))).toBe(false);
});
