import { describe, expect, test } from "bun:test";
import type { State } from "../../../../cli/dashboard/state.ts";
import { after, painted, pressing, stateOf } from "../../../support/dashboard.ts";
import { answered, bodyOf, sizes } from "../../../support/dashboard-answers.ts";

const now = new Date(2026, 10, 21, 15, 30).getTime();
const at = (hours: number, minutes: number, seconds: number): string =>
  new Date(2026, 10, 21, hours, minutes, seconds).toISOString();
const request = (id: string, more: object): object => ({
  ...{ level: "info", message: "request", id, method: "POST", path: "/v1/messages", client: "claude-code" },
  ...{ upstream: "zai-intl", model: "glm-4.6", status: 200, outcome: "--", error: null },
  ...{ bytesIn: 8100, bytesOut: 31_000, ms: 2100, ...more },
});
const written = [
  { at: at(13, 58, 2), level: "info", message: "configuration 14 is in force", generation: 14 },
  { at: at(14, 0, 10), level: "error", message: "openai does not answer", why: "connection refused (127.0.0.1:9)" },
  {
    at: at(14, 1, 22),
    ...request("r_8f3k1z", { status: null, outcome: "CD", upstream: "anthropic", model: "claude-sonnet-4-5" }),
  },
  {
    at: at(14, 1, 40),
    ...request("r_8f3k2q", {
      level: "warn",
      outcome: "SD",
      upstream: "anthropic",
      model: "claude-sonnet-4-5",
      ms: 31_000,
    }),
  },
  {
    at: at(14, 1, 58),
    ...request("r_8f3k0a", { level: "warn", status: 429, upstream: "zai-cn", ms: 200, error: "rate limited" }),
  },
  { at: at(14, 2, 1), level: "debug", message: "a probe of zai-intl took 92 ms" },
  { at: at(14, 2, 7), ...request("r_8f3k9x", {}) },
  { at: at(14, 2, 9), level: "warn", message: "odd \u001b]52;c;aGk=\u0007 name 模型 \u202eevil" },
];
const audit = [{ at: at(10, 41, 0), action: "switch-upstream", from: "zai-intl", to: "anthropic", by: "cli" }];
const linesOf = (objects: readonly object[]): readonly string[] => objects.map((one) => JSON.stringify(one));

const reading = (state: State, lines: readonly string[] = linesOf(written), first = 0): State =>
  answered(state, now, (question) => {
    if (question.name !== "tail") return;
    return question.ask.file === "log" ? { first, lines } : { first: 0, lines: linesOf(audit) };
  });
const logs = (size: State["size"], ...keys: readonly string[]): State =>
  after(reading(after(stateOf(size), pressing("5"), now).state), pressing(...keys), now).state;
const usual = { columns: 80, rows: 24 };

describe("the log in every size", () => {
  for (const size of sizes)
    test(`${size.columns}x${size.rows}`, () => {
      expect(bodyOf(painted(logs(size, "j"), now))).toMatchSnapshot();
    });
});

test("l shows only what is important enough, and goes round", () => {
  const warned = painted(logs(usual, "l", "l"), now);

  expect(warned).toContain("Log, warn and above");
  expect(warned).toContain("r_8f3k0a");
  expect(warned).not.toContain("r_8f3k9x");
  expect(logs(usual, "l", "l", "l", "l").logs.level).toBe("debug");
});

test("the newest line is followed until one goes back, then the choice stays where it is; G follows again", () => {
  const more = [...linesOf(written), '{"level":"info","message":"one more"}'];

  expect(painted(reading(logs(usual), more), now)).toMatch(/║> --:--:-- INFO {3}one more/);
  const held = reading(logs(usual, "j"), more);
  expect(painted(held, now)).toMatch(/║> .*r_8f3k9x/);
  expect(painted(held, now)).toContain("3 of 9   G follows");
  expect(painted(after(held, pressing("G"), now).state, now)).toContain("following, 9");
});

test("a thousand lines that come and go leave the choice on its line as long as that is there", () => {
  const lines = Array.from({ length: 1000 }, (_, one) => `{"level":"info","message":"line ${one}"}`);
  const chosen = after(reading(logs(usual), lines), pressing("j", "j"), now).state;

  const later = reading(chosen, [...lines.slice(2), '{"message":"a"}', '{"message":"b"}'], 2);

  expect(painted(later, now)).toMatch(/║> .*line 997/);
});

test("enter on a request's line goes into the request, on another one shows all of it", () => {
  const inside = after(logs(usual, "j"), pressing("enter"), now).state;
  const shown = after(logs(usual, "end"), pressing("enter"), now).state;

  expect(inside.path).toEqual([{ kind: "request", id: "r_8f3k9x" }]);
  expect(shown.overlay).toMatchObject({ kind: "pager", title: "Line" });
});

test("a shows who changed what, where there are no levels", () => {
  const changed = logs(usual, "a");
  const asked = reading(changed);

  expect(painted(asked, now)).toContain("switch-upstream");
  expect(after(asked, pressing("l"), now).state.toasts.at(-1)?.text).toBe("what was changed has no levels");
  expect(after(asked, pressing("a"), now).state.logs.file).toBe("log");
});

test("X-08 no escape of a line reaches the terminal", () => {
  const frame = painted(logs({ columns: 120, rows: 40 }), now);

  expect(frame).toContain("odd \\u{1b}]52;c;aGk=\\u{7} name ···· \\u{202e}evil");
});

test("a log that is not there yet says so", () => {
  expect(painted(reading(logs(usual), []), now)).toContain("nothing has been written yet");
});

test("a search goes to the line that says it, n to the next one", () => {
  const found = logs(usual, "/", ..."anthropic", "enter");

  expect(painted(found, now)).toMatch(/║> .*r_8f3k2q/);
  expect(painted(after(found, pressing("n"), now).state, now)).toMatch(/║> .*r_8f3k1z/);
});
