import { expect, test } from "bun:test";
import { callerName, type Rate, ratesFrom, type Subject, tokenBounds } from "../../src/limits/bounds.ts";
import { noTokenRules } from "../../src/state/tokens.ts";

const subject: Subject = {
  client: "claude-cli",
  token: "ci",
  key: "0123456789abcdef",
  upstream: "cn",
  model: "glm-4.6",
};

const keysOf = (rates: readonly Rate[], one: Partial<Subject> = {}): readonly string[] =>
  rates.flatMap(({ boundsFor }) => boundsFor({ ...subject, ...one }).map(({ key }) => key));

test("a limit counts the requests that fit everything it says", () => {
  const rates = ratesFrom([{ when: { client: "claude-*", upstream: ["cn", "int*"] }, concurrency: 2 }]);

  expect(keysOf(rates)).toHaveLength(1);
  expect(keysOf(rates, { upstream: "openai" })).toEqual([]);
  expect(keysOf(rates, { client: null })).toEqual([]);
  expect(keysOf(ratesFrom([{ when: { key: "k_01234567" }, concurrency: 2 }]))).toHaveLength(1);
});

test("without `each` all are counted together, with it each apart", () => {
  const together = ratesFrom([{ when: { client: "*" }, requests_per_minute: 5 }]);
  const apart = ratesFrom([{ when: { client: "*" }, each: ["client", "model"], requests_per_minute: 5 }]);

  expect(keysOf(together)).toEqual(keysOf(together, { client: "codex" }));
  expect(keysOf(apart)).not.toEqual(keysOf(apart, { client: "codex" }));
  expect(keysOf(apart)).not.toEqual(keysOf(apart, { model: "glm-4.7" }));
  expect(apart[0]?.boundsFor(subject)[0]).toMatchObject({
    ...{ counted: "requests", per: "minute", most: 5, limit: "limits.rates[0]", setIn: "limits.rates" },
    whose: "client claude-cli, model glm-4.6",
  });
});

test("a limit whose number is changed, or that stands elsewhere now, goes on counting", () => {
  const [before] = [ratesFrom([{ each: "caller", requests_per_minute: 5 }])];
  const after = ratesFrom([{ concurrency: 1 }, { name: "all", each: "caller", requests_per_minute: 50 }]);

  expect(keysOf(after)).toContain(keysOf(before)[0] ?? "");
});

test("every amount of a limit is one of its own, and a token's own limits come on top", () => {
  const [rate] = ratesFrom([
    { requests_per_minute: 1, requests_per_hour: 2, requests_per_day: 3, input_tokens_per_minute: 4, concurrency: 5 },
  ]);
  const rules = { ...noTokenRules, requestsPerMinute: 60, concurrency: 2 };

  expect(rate?.boundsFor(subject).map(({ counted, per, most }) => [counted, per, most])).toEqual([
    ["requests", "minute", 1],
    ["requests", "hour", 2],
    ["requests", "day", 3],
    ["input_tokens", "minute", 4],
    ["concurrency", null, 5],
  ]);
  expect(new Set(rate?.boundsFor(subject).map(({ key }) => key)).size).toBe(5);
  expect(tokenBounds({ token: "ci", key: null, rules })).toMatchObject([
    { limit: "token ci", counted: "requests", per: "minute", most: 60, setIn: "proxy-cli token limit ci" },
    { limit: "token ci", counted: "concurrency", per: null, most: 2 },
  ]);
  expect(tokenBounds({ token: "local", key: null })).toEqual([]);
});

test("whose turn it is goes by the token, else the key, else the program; a key is never shown", () => {
  expect(callerName(subject)).toBe("token ci");
  expect(callerName({ ...subject, token: null })).toBe("key k_01234567");
  expect(callerName({ token: null, key: null, client: null })).toBe("client unnamed");
});
