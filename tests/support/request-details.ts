import type { RequestDetail } from "../../src/core/request-detail.ts";
import { oneOfEach, oneRunning, pictureAt } from "./dashboard-requests.ts";

const nothingSeen = {
  ...{ sentMs: null, headMs: null, firstByteMs: null, lastByteMs: null, endMs: null },
  ...{ pieces: null, longestGapMs: null, longestGapAtMs: null },
};

const listed = (id: string) => oneOfEach.find((request) => request.id === id) ?? null;

const base: RequestDetail = {
  ...{ summary: null, running: null, url: "https://api.anthropic.com/v1/messages", attempts: 1, timeline: nothingSeen },
  rule: "the chosen upstream",
  routed: { decision: null, losses: [], edits: [] },
  request: {
    headers: [
      ["anthropic-version", "2023-06-01"],
      ["content-type", "application/json"],
      ["user-agent", "claude-cli/2.1 (external, cli)"],
      ["x-api-key", "..."],
    ],
    bytes: 361_000,
  },
  answer: {
    status: 200,
    headers: [
      ["content-type", "text/event-stream; charset=utf-8"],
      ["request-id", "req_011CQ"],
    ],
    bytes: 48_100,
  },
  conversation: {
    system: [{ kind: "text", name: null, text: "You are a careful engineer.", bytes: 12_100 }],
    tools: [
      { name: "Read", bytes: 900 },
      { name: "Edit", bytes: 1400 },
    ],
    messages: [
      {
        role: "user",
        parts: [{ kind: "text", name: null, text: "Fix the checkout tests.\nThey fail since Monday.", bytes: 47 }],
      },
      {
        role: "assistant",
        parts: [
          { kind: "thinking", name: null, text: "I should look at the tests first.", bytes: 33 },
          { kind: "text", name: null, text: "I look at the tests first.", bytes: 26 },
          { kind: "tool-call", name: "Read", text: '{"path":"src/checkout.test.ts"}', bytes: 31 },
        ],
      },
      {
        role: "user",
        parts: [
          { kind: "tool-result", name: "Read", text: "no such file", bytes: 12, isError: true },
          { kind: "image", name: "screen.png", text: "image/png", bytes: 88_000 },
        ],
      },
    ],
    answer: [{ kind: "text", name: null, text: "The file has moved. I look for it.", bytes: 34 }],
    cut: 0,
  },
  ...{ whyNoConversation: null, costLines: [], remarks: [], cache: null, edits: [] },
};

/** What the daemon tells of one that is still writing. */
export const runningDetail: RequestDetail = {
  ...base,
  running: oneRunning,
  timeline: { ...nothingSeen, sentMs: 4, headMs: 680, firstByteMs: 700, lastByteMs: 12_300, pieces: 310 },
};

/** Of one that went well, whose bill adds up. */
export const okDetail: RequestDetail = {
  ...base,
  summary: listed("r_ok"),
  timeline: {
    ...nothingSeen,
    sentMs: 3,
    headMs: 500,
    firstByteMs: 512,
    lastByteMs: 2095,
    endMs: 2100,
    pieces: 64,
    longestGapMs: 310,
    longestGapAtMs: 1200,
  },
  costLines: [
    { what: "input", count: 729, micros: 2187 },
    { what: "cache read", count: 7371, micros: 2211 },
    { what: "output", count: 212, micros: 1702 },
  ],
  cache: { repeatedShare: 0.95, readShare: 0.91, why: null, costMicros: null },
};

/** Of one whose stream broke off. */
export const cutDetail: RequestDetail = {
  ...base,
  summary: listed("r_cut"),
  timeline: {
    ...nothingSeen,
    sentMs: 38,
    headMs: 1890,
    firstByteMs: 1900,
    lastByteMs: 30_900,
    endMs: 31_000,
    pieces: 1204,
    longestGapMs: 6100,
    longestGapAtMs: 22_400,
  },
};

/** Of one that the upstream sent away for now. */
export const limitedDetail: RequestDetail = {
  ...base,
  summary: listed("r_limited"),
  url: "https://open.bigmodel.cn/api/anthropic/v1/messages",
  timeline: { ...nothingSeen, sentMs: 2, headMs: 205, endMs: 210 },
  answer: { status: 429, headers: [["retry-after", "41"]], bytes: 120 },
};

/** Of one whose client left. */
export const abortedDetail: RequestDetail = {
  ...base,
  summary: listed("r_aborted"),
  timeline: { ...nothingSeen, sentMs: 3, headMs: 1190, firstByteMs: 1200, lastByteMs: 1990, endMs: 2000, pieces: 14 },
};

/** Of one with a model that has no price. */
export const unpricedDetail: RequestDetail = {
  ...base,
  summary: listed("r_unknown"),
  timeline: {
    ...nothingSeen,
    sentMs: 3,
    headMs: 690,
    firstByteMs: 700,
    lastByteMs: 64_900,
    endMs: 65_000,
    pieces: 900,
  },
};

/** Of one that only the ledger knows. */
export const forgottenDetail: RequestDetail = {
  ...base,
  summary: listed("r_small"),
  ...{ url: null, rule: null, conversation: null },
  whyNoConversation: "Only the latest requests are kept in memory (view.keep_bytes), and there is no trace of it.",
  timeline: { ...nothingSeen, firstByteMs: 400, endMs: 900 },
  request: { headers: [], bytes: 3000 },
  answer: { status: 200, headers: [], bytes: 900 },
};

/** When they are looked at. */
export const lookedAt = pictureAt;

/** Of one whose conversation went out shorter than it came: colours, a long output, an image, an old result in a batch. */
export const shortenedDetail: RequestDetail = {
  ...okDetail,
  summary: okDetail.summary && { ...okDetail.summary, savedTokens: 2330, savedMicros: 6100, memoryEdits: 3 },
  edits: [
    {
      ...{ source: "Bash npm test", by: ["ansi", "logs"], before: 1200, after: 240, ids: ["m_7f3a9c21d0"] },
      sent: `\u001b[32mPASS\u001b[0m src/a.test.ts\n${Array.from({ length: 40 }, (_, at) => `  ok ${at} does what it says\n`).join("")}\tdone\n`,
      went: "PASS src/a.test.ts\n[40 lines left out: proxy-cli memory show m_7f3a9c21d0]\ndone\n",
      ...{ isWhole: true, isBatched: false },
    },
    {
      ...{ source: "user", by: ["image"], before: 1050, after: 50, ids: ["m_0c1d2e3f40"] },
      sent: null,
      went: "[image left out: proxy-cli memory show m_0c1d2e3f40]",
      ...{ isWhole: true, isBatched: false },
    },
    {
      ...{ source: "Read src/checkout.ts", by: ["clear"], before: 400, after: 30, ids: ["m_9d8c7b6a51"] },
      ...{ sent: "export const checkout = 1;\n", went: "[1 file left out: proxy-cli memory show m_9d8c7b6a51]" },
      ...{ isWhole: false, isBatched: true },
    },
  ],
};
