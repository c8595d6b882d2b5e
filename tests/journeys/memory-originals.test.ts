import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { originalId } from "../../src/memory/shrinkers/placeholder.ts";
import { type Corner, controlOf, newCorner } from "../support/program.ts";
import { until } from "../support/wait.ts";

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
});

afterEach(() => corner.leave());

const key = "sk-ant-CANARY-of-a-client-0123456789";

/** What `npm ls` gives where much is installed: nobody reads all of it. */
const lockFile = `{\n  "name": "app",\n  "lockfileVersion": 3,\n  "packages": {\n${Array.from(
  { length: 300 },
  (_, at) =>
    `    "node_modules/part-${at}": {\n      "version": "1.${at}.0",\n      "resolved": "https://packages.example/part-${at}.tgz",\n      "integrity": "sha512-${"Zm9v".repeat(20)}${at}=="\n    }`,
).join(",\n")}\n  }\n}\n`;

const history = [
  { role: "user", content: "Which version of part-77 is installed?" },
  {
    role: "assistant",
    content: [{ type: "tool_use", id: "t1", name: "Read", input: { file_path: "/app/package-lock.json" } }],
  },
  { role: "user", content: [{ type: "tool_result", tool_use_id: "t1", content: lockFile }] },
];

const ask = async (messages: readonly object[] = history): Promise<void> => {
  const { url } = await controlOf(corner).status({});
  const answer = await fetch(`${url}/v1/messages`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": key, "anthropic-version": "2023-06-01" },
    body: JSON.stringify({ model: "claude-sonnet-4-5", max_tokens: 9, messages }),
  });
  expect([answer.status, await answer.text()]).toMatchObject([200, expect.any(String)]);
};

const startIn = (mode: string) => corner.cli(["start", "--upstream", "simulator"], { PROXY_MEMORY_MODE: mode });

const kept = async (): Promise<readonly Record<string, unknown>[]> =>
  JSON.parse((await corner.cli(["memory", "list", "--json"])).out).memories;

const placedIn = async (): Promise<Record<string, unknown>> => {
  await until("it is known whose it was", async () => (await kept())[0]?.["session"] != null);
  return (await kept())[0] ?? {};
};

test("what was left out of a conversation comes back to the byte, also after a restart and without a daemon", async () => {
  await startIn("balanced");
  await ask();
  const [one] = [await placedIn()];
  const id = String(one["id"]);
  const shown = await corner.cli(["memory", "show", id]);
  const after = await corner.cli(["restart"]).then(() => corner.cli(["memory", "show", id]));
  await corner.cli(["stop", "--now"]);
  const stopped = await corner.cli(["memory", "show", id]);

  expect(id).toBe(originalId(lockFile));
  expect([shown.out, after.out, stopped.out].map((out) => out === lockFile)).toEqual([true, true, true]);
  expect([shown.code, shown.err]).toEqual([0, ""]);
  expect(one).toMatchObject({ source: "Read /app/package-lock.json", entry: 2, is_pinned: false });
  expect((await kept())[0]).toMatchObject({ times_recalled: 3 });
});

test("a part of it is enough: the first lines, a range, those with a word; 1 where none fits", async () => {
  await startIn("balanced");
  await ask();
  const id = originalId(lockFile);
  const show = (...more: string[]) => corner.cli(["memory", "show", id, ...more]);

  expect((await show("--head", "2")).out).toBe('{\n  "name": "app",\n');
  expect((await show("--lines", "2-3")).out).toBe('  "name": "app",\n  "lockfileVersion": 3,\n');
  expect((await show("--grep", "part-77\\b", "--head", "1")).out).toBe('    "node_modules/part-77": {\n');
  expect(await show("--grep", "no such thing")).toMatchObject({ code: 1, out: "" });
  expect((await show("--lines", "x")).code).toBe(2);
});

test("an id that nobody knows is told as such", async () => {
  const ran = await corner.cli(["memory", "show", "m_0000000000"]);

  expect(ran).toMatchObject({ code: 66, out: "" });
  expect(ran.err).toContain("nothing is kept under m_0000000000");
  expect(ran.err).toContain("proxy-cli memory list");
});

test("by default nothing is kept of what was said", async () => {
  await corner.cli(["start", "--upstream", "simulator"]);
  await ask();

  expect(await kept()).toEqual([]);
  expect(readdirSync(corner.home).filter((name) => name.startsWith("originals"))).toEqual([]);
});

test("parts are found by words, in the order in which they came, and a note among them", async () => {
  await corner.cli(["memory", "remember", "part-77 must stay at 1.77, the staging server needs it"]);
  await startIn("balanced");
  await ask();
  const found = await corner.cli(["memory", "recall", "which version of part-77", "--json"]);
  const none = await corner.cli(["memory", "recall", "xylophone"]);

  const { passages } = JSON.parse(found.out);
  expect(passages[0]).toMatchObject({ source: "note" });
  expect(passages.slice(1).map(({ text }: { text: string }) => text).join("")).toContain('"node_modules/part-77"'); // biome-ignore format: a line
  expect(none).toMatchObject({ code: 1, out: "nothing that is kept has to do with that\n" });
});

test("pinned, let go, forgotten: one, those of a conversation, all", async () => {
  await startIn("balanced");
  await ask();
  const { id, session } = await placedIn();

  expect((await corner.cli(["memory", "pin", String(id)])).out).toContain("stays until you let it go");
  expect((await kept())[0]).toMatchObject({ is_pinned: true });
  await corner.cli(["memory", "unpin", String(id)]);
  const unsure = await corner.cli(["memory", "forget", "--session", String(session)]);
  const sure = await corner.cli(["memory", "forget", "--session", String(session), "--yes", "--json"]);

  expect(unsure.code).toBe(2);
  expect(JSON.parse(sure.out)).toMatchObject({ forgotten: 1 });
  expect(await kept()).toEqual([]);
  expect((await corner.cli(["memory", "forget", String(id)])).code).toBe(66);
});

test("a reset says what it costs, asks, and has the conversation go out whole again", async () => {
  await startIn("balanced");
  await ask();
  const { session } = await placedIn();

  const unsure = await corner.cli(["memory", "reset", String(session)]);
  const sure = await corner.cli(["memory", "reset", String(session), "--yes", "--json"]);
  const again = await corner.cli(["memory", "reset", String(session)]);

  expect(unsure).toMatchObject({ code: 2 });
  expect(unsure.err).toContain("without the vendor's cache");
  expect(JSON.parse(sure.out)).toMatchObject({ is_done: true, edits: 1, is_sealed: false });
  expect(again.out).toContain("nothing was left out of it");
});

test("stats tell how much is kept, by what it was left out, and how often it was wanted back", async () => {
  await startIn("balanced");
  await ask();
  await corner.cli(["memory", "show", originalId(lockFile)]);
  const stats = JSON.parse((await corner.cli(["memory", "stats", "--json"])).out);
  const said = await corner.cli(["memory", "stats"]);

  expect(stats).toMatchObject({ running: true, mode: "balanced", kept: 1, recalls: 1, edits: 1 });
  expect(stats.shrinkers.length).toBeGreaterThan(0);
  expect(said.out).toContain("originals are kept in editing modes alone");
});

test("no key of a client is in any file of what was left out", async () => {
  await startIn("balanced");
  await ask();
  await placedIn();
  await corner.cli(["stop", "--now"]);

  const files = readdirSync(corner.home).filter((name) => /^(?:originals|replay)\.db/.test(name));
  expect(files.length).toBeGreaterThan(1);
  for (const name of files)
    expect(readFileSync(join(corner.home, name)).toString("latin1").includes("CANARY")).toBe(false);
});

test("D-05 a damaged file of originals stops nothing: it is moved aside, told, and the next text is kept", async () => {
  mkdirSync(corner.home, { mode: 0o700 });
  writeFileSync(join(corner.home, "originals.db"), "this is no database. ".repeat(500), { mode: 0o600 });
  await startIn("balanced");
  await ask();

  expect((await corner.cli(["memory", "show", originalId(lockFile)])).out).toBe(lockFile);
  expect(readdirSync(corner.home).some((name) => name.startsWith("originals.db.corrupt-"))).toBe(true);
  expect((await corner.cli(["logs", "-n", "50"])).out).toContain("was damaged");
});
