import { afterAll, beforeAll, expect, test } from "bun:test";
import { leaksIn } from "../support/canary.ts";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";
import { say } from "../support/dashboard-traffic.ts";
import type { TestScreen } from "../support/screen.ts";
import { openTui } from "../support/tui.ts";

const size = { columns: 100, rows: 30 };
/** Where one begins is remembered from one time to the next. */
const overview = { ...size, words: ["--view", "overview"] };
let daemon: TestDaemon;
beforeAll(async () => {
  daemon = await startDaemon({ flags: { upstream: "simulator" } });
  await say(daemon, { model: "claude-sonnet-4-6", words: ["the first question"] });
  await say(daemon, { model: "claude-sonnet-4-6", words: ["the first question", "fine", "and the second"] });
  await say(daemon, { model: "claude-haiku-4-5", words: ["something else"] });
  await say(daemon, { model: "claude-haiku-4-5", words: ["too often"], fault: "429" });
});
afterAll(() => daemon.stop());

const leave = async (screen: TestScreen): Promise<void> => {
  screen.type("q");
  expect(await screen.exited).toBe(0);
};

/** The line of the list that the keys are on. */
const chosen = (screen: TestScreen): string => screen.lines().find((line) => line.startsWith("║ > ")) ?? "none";

test("a filter narrows the list, one that finds nothing says so, esc takes it back", async () => {
  const screen = await openTui(daemon, overview);
  await screen.shows(/429[^\n]*haiku/);

  screen.type("fst:429");
  await screen.shows(/1 of 4 match/);
  screen.type("\r");
  await screen.shows(/filter: st:429 {2}1 of 4/);
  await screen.loses(/claude-sonnet/);
  screen.type("f\x15up:nothing\r");
  await screen.shows(/0 of 4 match "up:nothing" {3}esc clears/);
  screen.type("\x1b");

  await screen.shows(/claude-sonnet[\s\S]*claude-sonnet/);
  await leave(screen);
});

test("a search goes to a request, enter into it, through every tab, esc out of it, and the choice is where it was", async () => {
  const screen = await openTui(daemon, overview);
  await screen.shows(/claude-sonnet/);
  screen.type("/sonnet\r");
  await screen.shows(/\/sonnet[\s\S]*> [^\n]*claude-sonnet/);
  const before = chosen(screen);

  screen.type("\r");
  await screen.shows(/\[1 Summary\][\s\S]*Upstream +simulator[\s\S]*200 /);
  for (const [tab, shown] of [
    ["2", /\[2 Timeline\][\s\S]*to first byte/],
    ["3", /\[3 Conversation\][\s\S]*\+ user +and the second/],
    ["4", /\[4 Usage\][\s\S]*output +\d+/],
    ["5", /\[5 Edits\]/],
    ["6", /\[6 Headers\][\s\S]*anthropic-version: 2023-06-01/],
  ] as const) {
    screen.type(tab);
    await screen.shows(shown);
  }
  screen.type("\x1b");

  await screen.shows(/Requests\/s[\s\S]*║ > /); // the way here is on every screen's first line
  expect(chosen(screen)).toBe(before);
  await leave(screen);
});

test("a session shows its turns, and each turn is a request", async () => {
  const screen = await openTui(daemon, { ...size, words: ["--view", "sessions"] });
  await screen.shows(/3 sessions, 3 active/);

  screen.type("\x1b[F\r");
  await screen.shows(/Session s_[\s\S]*Turns[\s\S]*> +2 [^\n]*\n║ +1 /);
  screen.type("\r");
  await screen.shows(/\[1 Summary\][\s\S]*turn 2/);
  screen.type("\x1b");
  await screen.shows(/Turns/);
  screen.type("\x1b");

  await screen.shows(/3 sessions, 3 active/); // an esc that is still on its way would make another key of q
  await leave(screen);
});

test("a command is typed as in a shell, and says here what it says there", async () => {
  const screen = await openTui(daemon, overview);

  screen.type(":stats --by model\r");

  await screen.shows(/proxy-cli stats --by model[\s\S]*claude-haiku-4-5 +2 +50\.0[\s\S]*TOTAL +4/);
  screen.type("\x1b");
  await screen.loses(/TOTAL/);
  await leave(screen);
});

test("the help finds a key by what it does, and enter does it", async () => {
  const screen = await openTui(daemon, overview);

  screen.type("?pause");
  await screen.shows(/> ?p +pause the picture/);
  screen.type("\r");

  await screen.shows(/ PAUSED /);
  await leave(screen);
});

test("a paused picture stands still while requests go on, and p lets in all that came", async () => {
  const screen = await openTui(daemon, overview);
  await screen.shows(/claude-haiku/);
  screen.type("p");
  await screen.shows(/ PAUSED /);

  await say(daemon, { model: "claude-opus-4-6", words: ["while nobody looked"] });
  const [up = ""] = /up \d+s/.exec(screen.text()) ?? [];
  await screen.loses(new RegExp(`${up} `)); // a second later, with all that was told meanwhile
  expect(screen.text()).not.toContain("claude-opus");
  screen.type("p");

  await screen.shows(/claude-opus/);
  expect(screen.text()).not.toContain("PAUSED");
  await leave(screen);
});

test("S-60 a request copied as curl has the name of a variable where the key was, on the screen and in the clipboard", async () => {
  const screen = await openTui(daemon, overview);
  await screen.shows(/claude-haiku/);

  screen.type("c");
  await screen.shows(/curl -sS -N[\s\S]*x-api-key: \$ANTHROPIC_API_KEY[\s\S]*BODY/);
  const [, copied = ""] = /\x1b\]52;c;([^\x07]*)\x07/.exec(screen.raw()) ?? [];

  expect(Buffer.from(copied, "base64").toString()).toContain("$ANTHROPIC_API_KEY");
  expect(leaksIn({ screen: screen.raw(), copied: Buffer.from(copied, "base64").toString() })).toEqual([]);
  screen.type("\x1b");
  await screen.loses(/curl -sS/);
  await leave(screen);
});
