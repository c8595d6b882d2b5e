import { afterEach, beforeEach, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Corner, controlOf, newCorner } from "../support/program.ts";
import { model, user } from "../support/sessions.ts";

let corner: Corner;
beforeEach(() => {
  corner = newCorner();
});
afterEach(() => corner.leave());

const simulated = (...words: readonly string[]) => corner.cli(["memory", "simulate", ...words]);

const noisy = `${"\u001b[32mok\u001b[0m src/server/listen.test.ts\n".repeat(400)}1 failed`;
const call = (id: string, command: string) => model([{ type: "tool_use", id, name: "Bash", input: { command } }]);
const gave = (id: string, content: unknown) => user([{ type: "tool_result", tool_use_id: id, content }]);

const talk = [
  user("Run the tests."),
  call("t1", "npm test"),
  gave("t1", noisy),
  call("t2", "npm test src/server/listen.test.ts"),
  gave("t2", noisy),
  model("One fails."),
];

const written = (name: string, text: string): string => {
  const path = join(corner.folder, name);
  writeFileSync(path, text);
  return path;
};

/** A session as Claude Code writes it down: each message with the one before. */
const sessionFile = (): string =>
  written(
    "session.jsonl",
    talk
      .map((message, at) =>
        JSON.stringify({ uuid: `u${at}`, parentUuid: at === 0 ? null : `u${at - 1}`, type: message["role"], message }),
      )
      .join("\n"),
  );

test("a session of Claude Code is billed under every mode, and what was saved is told", async () => {
  const { out, code, err } = await simulated(sessionFile());

  expect([code, err]).toEqual([0, ""]);
  const shape = out
    .replaceAll(corner.folder, "FOLDER")
    .replaceAll(/\$?[\d.]+[k%]?/g, "#")
    .replaceAll(/ +/g, " ");
  expect(shape).toMatchInlineSnapshot(`
    "FOLDER/session#jsonl # requests in the format anthropic, billed as claude-sonnet-#-#
    MODE COST OF RAW TOKENS FROM CACHE NAMES KEPT OR BACK BATCHES
    raw # # # # # # #
    lossless # # # # # # #
    balanced # # # # # # #
    aggressive # # # # # # #
    an estimate: tokens are counted here, no pause is longer than the vendor's cache lives, and the answers are those recorded
    names kept: identifiers and paths in later tool calls that still stand in what is sent; or back: or that its note leads to
    balanced would have saved #: proxy-cli config set memory#mode balanced
    "
  `);
  const cost = (mode: string): number => Number(new RegExp(`^${mode} +\\$([\\d.]+)`, "m").exec(out)?.[1]);
  expect(cost("lossless")).toBeLessThan(cost("raw"));
});

test("the same as JSON, billed as another model", async () => {
  const { out } = await simulated(sessionFile(), "--model", "gpt-5", "--json");

  expect(JSON.parse(out)).toMatchObject({
    ...{ schema: 1, estimate: true, model: "gpt-5", recording: { dialect: "anthropic", turns: 3 } },
    modes: [
      { mode: "raw", of_raw: 1, names_verbatim: 1, names_recoverable: 1, batches: 0 },
      { mode: "lossless", names_verbatim: 1 },
      { mode: "balanced" },
      { mode: "aggressive" },
    ],
  });
});

test.each([
  ["a body of Anthropic's", { system: "You help.", max_tokens: 9, messages: talk }, "anthropic"],
  ["a list of messages", [user("a"), model("b"), user("c")], "openai-chat"],
  ["a body of the Responses API", { input: [user("a"), { type: "message", role: "assistant" }] }, "openai-responses"],
  ["a body of Gemini's", { contents: [{ role: "user", parts: [{ text: "a" }] }] }, "gemini"],
])("%s is read as well", async (_, body, dialect) => {
  const { out, err } = await simulated(written("body.json", JSON.stringify(body)), "--json");

  expect([err, JSON.parse(out).recording.dialect]).toEqual(["", dialect]);
});

test("a session of the daemon is played from what it has kept; where nothing is kept that is said", async () => {
  await corner.cli(["start", "--upstream", "simulator"]);
  const { url } = await controlOf(corner).status({});
  const body = JSON.stringify({
    model: "claude-sonnet-4-5",
    max_tokens: 9,
    system: "You help.",
    messages: talk.slice(0, 5),
  });
  const headers = { "x-api-key": "k", "content-type": "application/json" };
  await (await fetch(`${url}/v1/messages`, { method: "POST", headers, body })).text();
  const [session] = JSON.parse((await corner.cli(["sessions", "--json"])).out).sessions;

  const { out } = await simulated(session.id, "--json");
  await corner.cli(["stop"]);
  const gone = await simulated(session.id);

  expect(JSON.parse(out)).toMatchObject({ model: "claude-sonnet-4-5", recording: { turns: 3 } });
  expect(gone.code).not.toBe(0);
  expect(gone.err).toContain("is not kept");
  expect(gone.err).toContain("try: proxy-cli trace on --bodies");
});

test("what cannot be played is told with what to do", async () => {
  const other = await simulated(written("other.json", '{"name":"x"}'));
  const unpriced = await simulated(sessionFile(), "--model", "nonesuch-9");

  expect((await simulated()).err).toContain("which conversation?");
  expect((await simulated("nix.json")).err).toContain("there is no file nix.json");
  expect((await simulated("s_1a2b3c4d5e6f")).err).toContain("there is no session s_1a2b3c4d5e6f");
  expect(other.err).toContain("holds no conversation");
  expect(unpriced.err).toContain("nonesuch-9 has no price");
  expect(unpriced.err).toContain("try: proxy-cli prices list");
});
