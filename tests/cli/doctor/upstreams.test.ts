import { expect, test } from "bun:test";
import { judgeUpstreams } from "../../../cli/doctor/upstreams.ts";
import type { UpstreamView } from "../../../src/control/contract.ts";

const view = (name: string, key: string | null = null, takesAnyKey = false) =>
  ({ name, key, takesAnyKey }) as UpstreamView; // nothing else is looked at
const up = (name: string, latencyMs: number) => ({ name, reachable: true, latencyMs, reason: null, stages: [] });
const down = (name: string, reason: string) => ({ name, reachable: false, latencyMs: null, reason, stages: [] });
const withAuth = (verdict: "ok" | "failed", detail: string | null) => ({
  ...up("cn", 92),
  stages: [{ stage: "auth", verdict, detail } as const],
});
const views = [view("anthropic"), view("cn", "env CN"), view("openai"), view("simulator", null, true)];

test("those that answer share a line, and so do those with the same trouble", () => {
  const tests = [up("anthropic", 210.4), up("cn", 92), down("openai", "connection refused"), up("simulator", 0)];

  expect(judgeUpstreams({ tests, views }).map(({ level, text }) => [level, text])).toEqual([
    ["ok", "DNS, TCP, TLS: anthropic 210 ms, cn 92 ms (keys not checked: client's own)"],
    ["problem", "openai: connection refused"],
  ]);
});

test("the next step fits the reason, and hostile text cannot move the cursor", () => {
  const nextOf = (reason: string) => judgeUpstreams({ tests: [down("cn", reason)], views })[0]?.next ?? "";

  expect(nextOf("name not found (DNS)")).toContain("network");
  expect(nextOf("TLS: CERT_HAS_EXPIRED")).toContain("NODE_EXTRA_CA_CERTS");
  expect(nextOf("connection refused")).toContain("firewall");
  expect(judgeUpstreams({ tests: [down("cn", "\u001b[2J")], views })[0]?.text).toBe("cn: \\u{1b}[2J");
});

test("each of several keys is told by its end: taken, refused, or resting for how long", () => {
  const key = (end: string, verdict: "ok" | "failed", detail: string | null) => ({ key: `...${end}`, verdict, detail });
  const untilAt = new Date(2026, 10, 18, 14, 2, 11).getTime();
  const cooling = [{ state: "limited", key: "...0002", model: "glm-5", status: 429, untilAt } as const];
  const cn = { ...withAuth("failed", "401 to key ...0003") };
  const keys = [key("0001", "ok", null), key("0002", "ok", null), key("0003", "failed", "401 to key ...0003")];

  const findings = judgeUpstreams({ tests: [{ ...cn, keys }], views: [{ ...view("cn", "...0001"), cooling }] });

  expect(findings.slice(1).map(({ level, text }) => [level, text])).toEqual([
    ["ok", "cn: key ...0001 accepted"],
    ["hint", "cn: key ...0002 is limited for glm-5 until 14:02:11"],
    ["problem", "cn: key refused (401 to key ...0003)"],
  ]);
});

test("without a configuration nothing is claimed", () => {
  expect(judgeUpstreams(null)[0]?.level).toBe("unchecked");
});

test("a key of ours that the vendor takes is told, and one that it refuses is a problem", () => {
  expect(judgeUpstreams({ tests: [withAuth("ok", null)], views })).toMatchObject([
    { level: "ok", text: "DNS, TCP, TLS: cn 92 ms (key accepted)" },
  ]);
  expect(judgeUpstreams({ tests: [withAuth("failed", "401 to key ...p0Zz")], views })[1]).toMatchObject({
    level: "problem",
    text: "cn: key refused (401 to key ...p0Zz)",
  });
});
