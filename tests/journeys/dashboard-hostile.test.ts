import { afterAll, beforeAll, expect, test } from "bun:test";
import { canaries, leaksIn } from "../support/canary.ts";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";
import type { TestScreen } from "../support/screen.ts";
import { openTui } from "../support/tui.ts";
import { until } from "../support/wait.ts";

let daemon: TestDaemon;
beforeAll(async () => {
  daemon = await startDaemon({ flags: { upstream: "simulator" } });
});
afterAll(() => daemon.stop());

/** Text that would rewrite the screen, the clipboard, the title or the order of letters, if a terminal ever got it. */
const hostile = [
  "\x1b]52;c;cHduZWQ=\x07", // the clipboard
  "\x1b]0;PWNED-TITLE\x07",
  "\x1b[2J\x1b[H\x1b[31mRED",
  "\x9b2J\x9d52;c;cHduZWQ=\x9c", // the same in one byte each
  "\u202eLTR\u2066\u200b\u200d\ufeff",
  "👩‍👩‍👧‍👦🏳️‍🌈漢字é́́́́",
  "a\tb\r\nc\bd\x00e\x7f",
  "\x1bP1;2|x\x1b\\\x1bc\x1b[?1049l\x1b[6n",
].join(" ");

const send = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${daemon.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": canaries.anthropic, ...headers },
    body: JSON.stringify(body),
  }).then((response) => response.text());

/** Each sign of the terminal's that no text of ours has: what the dashboard itself writes has none of these. */
const forbidden = [
  ...["\x1b]52;c;cHduZWQ", "\x1b]0;PWNED", "\x1b[2J\x1b[H\x1b[31mRED", "\x1bP1;2|", "\x1bc", "\x1b[6n", "\x9b", "\x9d"],
  ...["\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\x00", "\x7f"],
];

const walk = async (screen: TestScreen): Promise<string> => {
  let seen = "";
  const look = async (keys: string, what: RegExp): Promise<void> => {
    screen.type(keys);
    seen += await screen.shows(what);
    for (const line of screen.lines()) expect([...line].length).toBeLessThanOrEqual(100);
  };
  await look("1", /:\d\d 200 /);
  await look("\r", /\[1 Summary\]/);
  for (const tab of ["2", "3", "4", "5"]) await look(tab, new RegExp(`\\[${tab} `));
  await look("\x1b", /following/);
  for (const [key, what] of [
    ["2", /2 Upstreams/],
    ["3", /Sessions,/],
    ["4", /Today by/],
    ["5", /5 Logs/],
    ["6", /6 Config/],
  ] as const)
    await look(key, what);
  return seen;
};

test("X-08, I-01 nothing that a client sends reaches the terminal as a command, shifts a frame, or shows a key", async () => {
  const messages = [{ role: "user", content: `${hostile} ${canaries.openai}` }];
  const body = { model: `m ${hostile} ${canaries.anthropic}`, max_tokens: 9, messages };
  await send("/v1/messages", body, {
    "user-agent": `cli ${canaries.google}/1.0`,
    "x-odd": canaries.zai,
    "x-session-id": `s-${canaries.held}`,
    cookie: canaries.openai,
  });
  await send(`/v1/messages?key=${canaries.google}&beta=${canaries.held}`, { ...body, system: hostile, stream: true });
  await send(`/v1/models/${canaries.zai}/x%1b%5d52`, body);
  await send("/v1/messages", {
    ...body,
    model: "a".repeat(200_000),
    messages: [{ role: "user", content: "z".repeat(10_000_000) }],
  });
  await until("all have ended", async () => (await daemon.control.status({})).inFlight === 0);

  const screen = await openTui(daemon, { columns: 100, rows: 30 });
  const seen = await walk(screen);
  screen.type("q");
  expect(await screen.exited).toBe(0);

  const raw = screen.raw();
  expect(forbidden.filter((sign) => raw.includes(sign))).toEqual([]);
  expect(leaksIn({ raw, seen })).toEqual([]);
  expect(await daemon.leaks()).toEqual([]);
}, 60_000);
