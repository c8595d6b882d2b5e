import { expect, test } from "bun:test";
import { paintWith } from "../../../cli/output/colour.ts";
import { toldWhy } from "../../../cli/why/told.ts";
import type { RequestDetail } from "../../../src/control/contract.ts";
import { okDetail, runningDetail } from "../../support/request-details.ts";
import { summary } from "../../support/summary.ts";
import { triedOnce } from "../../support/tried.ts";

const startedAt = new Date(2026, 10, 2, 14, 2, 11).getTime();
const setting = { paint: paintWith(0), now: startedAt + 60_000 };

const told = (more: Partial<RequestDetail>): string =>
  toldWhy({ ...okDetail, cache: null, ...more }, setting)
    .map((line) => `${line.trimEnd()}\n`)
    .join("");

const ended = summary({
  ...{ id: "r_mwqyfdva2luob", startedAt, client: "claude-cli", model: "claude-sonnet-4-5", durationMs: 1800 },
  ...{ upstream: "cn", provider: "zai", inputTokens: 41_200, outputTokens: 212, modelSent: "glm-4.6" },
  ...{ translated: "openai-chat", costMicros: 12_000, costKind: "reported" },
});

const step = (about: "upstream" | "model", rule: string, isTaken: boolean, why: string) =>
  ({ about, rule, isTaken, why }) as const;

const decision: NonNullable<RequestDetail["routed"]["decision"]> = {
  ...{ rule: "routes[2] long", upstream: "cn", from: "anthropic", to: "openai-chat" },
  ...{ asked: "claude-sonnet-4-5", model: "glm-4.6" },
  steps: [
    step("upstream", "session pin", false, "none"),
    step("upstream", "routes[0] small", false, "41,200 input tokens >= 2,000"),
    step("upstream", "routes[2] long", true, "41,200 input tokens > 30,000"),
    step("model", "models.cn", true, "claude-* is glm-4.6"),
  ],
};

test("a translated request is told from its coming to its bill", () => {
  const losses = [{ rule: "thinking.foreign", what: "dropped", count: 2, why: "thoughts of another vendor" } as const];
  const url = "https://open.bigmodel.cn/api/paas/v4/chat/completions";
  const costLines = [{ what: "input", count: 41_200, micros: 11_000 } as const];
  const detail = { summary: ended, url, rule: decision.rule, costLines, attempts: 2 };

  const text = told({ ...detail, routed: { decision, losses, edits: [{ by: "memory", count: 3 }] } });

  expect(text).toMatchInlineSnapshot(`
    "r_mwqyfdva2luob   today 14:02:11   200 after 1.8 s

    came       claude-cli   POST /v1/messages   anthropic format   claude-sonnet-4-5   41k tokens
    looked at    session pin       none
                 routes[0] small   41,200 input tokens >= 2,000
               > routes[2] long    41,200 input tokens > 30,000
               > models.cn         claude-* is glm-4.6
    decided    by routes[2] long, then models.cn
    went       cn (zai)   https://open.bigmodel.cn/api/paas/v4/chat/completions
               translated anthropic -> openai-chat   model claude-sonnet-4-5 -> glm-4.6
    lost       thinking.foreign  dropped in 2 places: thoughts of another vendor
    changed    memory 3 places
    tried      2 times; this was the last
    cost       $0.012   input 41,200 $0.011
    "
  `);
});

test("one that went as it came has nothing to tell of translations", () => {
  const plain = { ...decision, rule: "auto: path", to: "anthropic", model: decision.asked, steps: [] } as const;
  const request = { ...ended, upstream: "anthropic", provider: "anthropic", modelSent: null, translated: null };

  const text = told({ summary: request, rule: plain.rule, routed: { decision: plain, losses: [], edits: [] } });

  expect(text).toContain("by auto: path\n");
  expect(text).toContain("in anthropic, as it came");
  expect(text).not.toMatch(/lost|translated|looked/);
});

test("a translation without a loss says so", () => {
  expect(told({ summary: ended, routed: { decision, losses: [], edits: [] } })).toContain(
    "nothing: all of it could be translated",
  );
});

test("what was refused went nowhere, and what is too old says that nobody knows any more", () => {
  const nothing = { decision: null, losses: [], edits: [] };
  const refused = summary({ upstream: null, provider: null, status: 404, outcome: "PR", error: "not_found" });

  expect(told({ summary: refused, rule: "none", routed: nothing })).toContain("not at all: it was refused before that");
  expect(told({ summary: ended, rule: null, routed: nothing })).toContain("how is not known any more");
});

test("what a limit or a budget has stopped went nowhere, and which one it was is told", () => {
  const stopped = summary({ upstream: "cn", status: 429, outcome: "PR", error: "rate_limited", attempts: 0 });
  const routed = { decision, losses: [], edits: [] };
  const why = 'The limit "claude" is reached: 2 requests per minute.';

  expect(told({ summary: stopped, routed: { ...routed, stopped: why } })).toContain(`went       nowhere: ${why}\n`);
  expect(told({ summary: stopped, routed })).toContain("went       nowhere: rate limited\n");
  const full = { ...routed, queued: { ms: 0, limit: "claude" }, stopped: why };
  expect(told({ summary: stopped, routed: full })).not.toContain("waited");
});

test("one under way is told as far as it is known", () => {
  expect(toldWhy(runningDetail, setting)[0]).toContain("under way");
});

test("what a program calls itself or its model cannot speak to the terminal", () => {
  const text = told({ summary: { ...ended, client: "a\u001b[2Jb", model: "m\u0007" } });

  expect(text).not.toMatch(/[\u001b\u0007]/);
});

test("that a request waited for its turn is told, and for which limit", () => {
  expect(told({ routed: { ...okDetail.routed, queued: { ms: 2100, limit: "claude" } } })).toContain(
    'waited     2.1 s for its turn, limit "claude"\n',
  );
  const running = {
    ...okDetail,
    summary: null,
    running: { ...runningDetail.running, phase: "queued" },
  } as RequestDetail;
  const queue = { place: 3, limit: "claude", sinceAt: startedAt };
  expect(told({ ...running, running: { ...running.running, queue } as RequestDetail["running"] })).toContain(
    'it waits for its turn: place 3, limit "claude"',
  );
});

test("of a request that was tried more than once each try is told, and what came of the last", () => {
  const tries = [
    triedOnce(),
    triedOnce({ what: "skipped", upstream: "cn", reason: "open", why: "its circuit is open" }),
  ];

  expect(told({ summary: ended, attempts: 2, routed: { decision, losses: [], edits: [], tries } })).toContain(
    [
      "tried      anthropic  refused after 2.0 ms: nobody listens there",
      "           cn  not asked: its circuit is open",
      "           cn  200",
    ].join("\n"),
  );
});

test("what the cache of answers did is told, and why it was not more", () => {
  const cached = (answer: NonNullable<RequestDetail["routed"]["answer"]>, more = {}): string =>
    told({ summary: { ...ended, ...more }, routed: { ...okDetail.routed, answer } });
  const avoided = { inputTokens: 1000, outputTokens: 88, costMicros: 4320 };
  const key = "0123456789abcdef0123";
  const hit = cached({ state: "hit", key, ageMs: 1200, joined: false, avoided }, { upstream: null });

  expect(hit).toContain(
    "cache      hit, 1.2 s old   proxy-cli cache get 0123456789abcdef   avoided 1,088 tokens   $0.004",
  );
  expect(hit).toContain("went       nowhere: it was answered from the cache");
  expect(cached({ state: "hit", key, ageMs: 0, joined: true, avoided })).toContain(
    "hit, with the answer to another request",
  );
  expect(cached({ state: "miss", key, why: null })).toContain(
    "cache      miss, then kept: proxy-cli cache get 0123456789abcdef",
  );
  expect(cached({ state: "miss", key, why: "the model refused" })).toContain(
    "cache      miss, and not kept: the model refused",
  );
  expect(cached({ state: "bypass", why: "the client wants none" })).toContain(
    "cache      passed by: the client wants none",
  );
});
