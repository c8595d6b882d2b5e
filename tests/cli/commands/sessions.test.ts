import { afterEach, beforeEach, expect, test } from "bun:test";
import { statSync } from "node:fs";
import { join } from "node:path";
import { type Corner, controlOf, newCorner } from "../../support/program.ts";

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
});

afterEach(() => corner.leave());

const secret = "a sentence that is nobody's business";
const long = `${secret} ${"word ".repeat(9000)}`;

/** One turn of a talk with the simulator, its system prompt marked for the cache. */
const talk = async (
  messages: readonly object[],
  system = "You help.",
  headers: Readonly<Record<string, string>> = {},
) => {
  const { url } = await controlOf(corner).status({});
  const body = JSON.stringify({
    ...{ model: "claude-sonnet-4-5", max_tokens: 9, messages },
    system: [{ type: "text", text: `${system} ${long}`, cache_control: { type: "ephemeral" } }],
  });
  const head = { "x-api-key": "sk-test", "anthropic-version": "2023-06-01", "user-agent": "tool/1", ...headers };
  const answer = await fetch(`${url}/v1/messages`, {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...head },
  });
  const { content } = (await answer.json()) as { content: unknown };
  return { role: "assistant", content };
};

const user = (content: string) => ({ role: "user", content });

/** A conversation of three turns, of which the last has other instructions. */
const conversation = async (headers: Readonly<Record<string, string>> = {}): Promise<void> => {
  const a1 = await talk([user("one")], "It is 10:01:00.", headers);
  const a2 = await talk([user("one"), a1, user("two")], "It is 10:01:00.", headers);
  await talk([user("one"), a1, user("two"), a2, user("three")], "It is 10:02:30.", headers);
};

const listed = async (): Promise<readonly Record<string, unknown>[]> =>
  JSON.parse((await corner.cli(["sessions", "--json"])).out).sessions;

test("V3: a conversation is shown turn by turn, and why the vendor's cache was lost and what that cost", async () => {
  await corner.cli(["start", "--upstream", "simulator"]);
  await conversation();

  const [session] = await listed();
  const list = await corner.cli(["sessions"]);
  const show = await corner.cli(["sessions", "show", String(session?.["id"])]);

  expect(session).toMatchObject({
    active: true,
    client: "tool",
    turns: 3,
    requests: 3,
    cache_breaks: 1,
    upstream: "simulator",
  });
  expect(list.out).toMatch(/^ {2}ID +TOOL +REQ +CONTEXT +CACHED +COST +BREAKS +LAST\n\* s_[a-z0-9]{12} +tool +3 /);
  expect(show.out).toMatch(/\nTURN +TIME +MODEL +IN +GROWTH +CACHED +OUT +COST +CACHE BREAK\n/);
  expect(show.out).toMatch(/\ncache break at turn 3: system block 1 changed: a timestamp {3}/);
  expect(list.out + show.out).not.toContain(secret);
});

test("V4: what was known stays known without a daemon, and the next one goes on with it", async () => {
  await corner.cli(["start", "--upstream", "simulator"]);
  await conversation({ "x-session-id": "mine" });
  const up = await listed();
  await corner.cli(["stop"]);
  const down = await listed();
  const shown = await corner.cli(["sessions", "show", String(up[0]?.["id"])]);
  await corner.cli(["start", "--upstream", "simulator"]);
  await talk([user("four")], "It is 10:03:00.", { "x-session-id": "mine" });

  // What other modes would have saved is only known to who has looked on.
  expect(down).toEqual(up.map((session) => ({ ...session, shadow: null })));
  expect(shown.code).toBe(0);
  expect(await listed()).toMatchObject([{ id: up[0]?.["id"], requests: 4 }]);
});

test("the list tells the same of a conversation as its own page: the latest, what is over, what failed at the end", async () => {
  await corner.cli(["start", "--upstream", "simulator"]);
  await conversation({ "x-proxy-session": "over" });
  const over = String((await listed())[0]?.["id"]);
  await corner.cli(["sessions", "end", over]);
  await conversation({ "x-proxy-session": "failed" });
  await talk([user("one")], "", { "x-proxy-session": "failed", "x-sim-fault": "500" });
  await talk([user("one")], "", { "x-proxy-session": "latest" });

  const all = await listed();
  const latest = JSON.parse((await corner.cli(["sessions", "-n", "1", "--json"])).out).sessions;

  expect(latest).toEqual([all[0]]);
  expect(all).toMatchObject([
    { active: true, requests: 1 },
    { active: true, requests: 4 },
    { id: over, active: false, requests: 3, client: "tool", turns: 3, model: "claude-sonnet-4-5" },
  ]);
  for (const session of all) {
    const page = JSON.parse((await corner.cli(["sessions", "show", String(session["id"]), "--json"])).out);
    expect(session).toEqual(page.session);
    expect(session["context_tokens"]).toBeGreaterThan(9000);
  }
  const failed = await corner.cli(["sessions", "show", String(all[1]?.["id"])]);
  expect(failed.out).toMatch(/\nTURN +TIME +MODEL +STATUS +IN /);
  expect(failed.out).toMatch(/\n +4 .+ claude-sonnet-4-5 +500 +- /);
});

test("rows are exported as JSON and CSV, into a file that only its owner can read, without the text of anybody", async () => {
  await corner.cli(["start", "--upstream", "simulator"]);
  await conversation();
  const id = String((await listed())[0]?.["id"]);
  const file = join(corner.home, "turns.csv");

  const json = await corner.cli(["sessions", "export", id]);
  const csv = await corner.cli(["sessions", "export", id, "--csv", "--output", file]);

  expect(JSON.parse(json.out)).toMatchObject({ session: { id }, requests: [{ turn: 1 }, { turn: 2 }, { turn: 3 }] });
  expect(csv.out).toBe(`ok  3 requests in ${file}\n`);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const text = await Bun.file(file).text();
  expect(text.split("\n")[0]).toStartWith("id,started_at,turn,");
  expect(json.out + text).not.toContain(secret);
  const page = await corner.cli(["sessions", "export", id, "--format", "md"]);
  expect(page.out).toStartWith(`# Session ${id}\n`);
  expect(page.out.match(/^\| [123] \| /gm)).toHaveLength(3);
  expect(page.out).not.toContain(secret);
  const two = await corner.cli(["sessions", "export", id, "--csv", "--format", "md"]);
  expect([two.code, two.err.includes("two answers")]).toEqual([2, true]);
});

test("V13: an ended session is not gone on with, and that it was ended is in the audit log, once", async () => {
  await corner.cli(["start", "--upstream", "simulator"]);
  await conversation();
  const id = String((await listed())[0]?.["id"]);

  const end = await corner.cli(["sessions", "end", id]);
  const again = await corner.cli(["sessions", "end", id]);

  expect([end.code, again.code]).toEqual([0, 0]);
  expect(end.out).toStartWith(`ok  ${id} is over`);
  expect(again.out).toBe(`ok  ${id} is over already\n`);
  await corner.cli(["stop"]); // which writes what waits
  const audit = (await Bun.file(join(corner.home, "logs", "audit.jsonl")).text()).split("\n").filter(Boolean);
  expect(audit.map((line) => JSON.parse(line)).filter(({ action }) => action === "session-ended")).toMatchObject([
    { who: "control", session: id },
  ]);
});

test("S-51: what is no id is refused, what nobody knows is told", async () => {
  for (const id of ["../../etc/passwd", "s_1", "S_12345678", "s_12345678;drop", `s_${"a".repeat(50)}`]) {
    for (const action of ["show", "export", "end"])
      expect(await corner.cli(["sessions", action, id])).toMatchObject({ code: 2, out: "" });
  }
  const unknown = await corner.cli(["sessions", "show", "s_nobodyknows"]);

  expect(unknown).toMatchObject({ code: 66, out: "" });
  expect(unknown.err).toContain("error: there is no session s_nobodyknows\n");
  expect((await corner.cli(["sessions"])).out).toBe("no conversations yet\n");
  expect((await corner.cli(["sessions", "shw", "s_nobodyknows"])).err).toContain("try: proxy-cli sessions show\n");
});

test("no conversation asked for, and rows of what gives none, are refused and not answered with something else", async () => {
  const none = await corner.cli(["sessions", "-n", "0"]);
  const rows = await corner.cli(["sessions", "--csv"]);
  const page = await corner.cli(["sessions", "show", "s_nobodyknows", "--output", "x.csv"]);

  expect([none.code, rows.code, page.code]).toEqual([2, 2, 2]);
  expect(rows).toMatchObject({ out: "", err: expect.stringContaining("try: proxy-cli stats --by session --csv\n") });
  expect(page.err).toContain("try: proxy-cli sessions export ID --csv\n");
});
