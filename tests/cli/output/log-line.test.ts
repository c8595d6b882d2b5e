import { expect, test } from "bun:test";
import { paintWith } from "../../../cli/output/colour.ts";
import { logLineText, readLogLine } from "../../../cli/output/log-line.ts";

const paint = paintWith(0);
const at = new Date(2026, 10, 2, 14, 1, 58).toISOString();

test("a line says when, how bad, what", () => {
  const line = readLogLine(
    JSON.stringify({ at, level: "info", message: "started", url: "http://127.0.0.1:1", gone: null }),
  );

  expect(logLineText(line, paint)).toBe("14:01:58 INFO   started  url=http://127.0.0.1:1");
});

test("a request shows its parts in fixed places", () => {
  const request = { id: "r_1", method: "POST", path: "/v1/messages", client: "curl", upstream: "cn", model: "glm-4.6" };
  const ending = { status: 502, outcome: "SD", error: "upstream_cut", bytesIn: 10, bytesOut: 2000, ms: 29_000 };
  const line = readLogLine(JSON.stringify({ at, level: "warn", message: "request", ...request, ...ending }));

  expect(logLineText(line, paint)).toBe(
    "14:01:58 WARN   r_1  CUT cn glm-4.6                      SD upstream_cut  POST /v1/messages  29.0 s  in 10 B out 2.00 kB  curl",
  );
});

test.each([
  ["an answer", { status: 200, outcome: "--" }, "200"],
  ["too many requests", { status: 429, outcome: "--" }, "429"],
  ["an answer that broke off after a good head", { status: 200, outcome: "SD" }, "CUT"],
  ["a client that left before a head came", { status: null, outcome: "CH" }, "ABT"],
  ["what the proxy refused", { status: 401, outcome: "PR" }, "REF"],
])("%s has the sign that every other face shows", (_, ending, sign) => {
  const line = readLogLine(JSON.stringify({ at, message: "request", id: "r_1", ...ending }));

  expect(logLineText(line, paint)).toContain(`r_1  ${sign} - -`);
});

test("a line that a crash has cut short is shown as it is, harmless", () => {
  const line = readLogLine('{"at":"2026\x1b[31m');

  expect(line.level).toBe("error");
  expect(logLineText(line, paint)).toBe('--:--:-- ERROR  {"at":"2026\\u{1b}[31m');
});
