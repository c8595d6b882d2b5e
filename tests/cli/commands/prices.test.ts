import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Corner, controlOf, newCorner } from "../../support/program.ts";

let corner: Corner;
beforeEach(() => {
  corner = newCorner();
});
afterEach(() => corner.leave());

const prices = (...words: readonly string[]) => corner.cli(["prices", ...words]);
const file = () => join(corner.home, "models.yaml");

test("the list has every model with its provider and who says so, and can be narrowed down", async () => {
  const { out } = await prices("list", "LARGE", "--provider", "mistral");
  const json = JSON.parse((await prices("--json")).out);

  expect(out).toMatch(/^dollars for a million tokens; table: genai-prices \S+ of 2026-/);
  expect(out).toMatch(/\nmistral-large-latest +mistral +0\.50 +0\.05 +- +1\.50 +built in/);
  expect(out).not.toContain("codestral");
  expect(json.prices.length).toBeGreaterThan(200);
  expect((await prices("list", "nonesuch")).out).toContain("no model of that name");
});

test("on a narrow terminal the models keep their names", async () => {
  const { out } = await corner.cli(["prices", "list", "sonnet"], { COLUMNS: "60" });

  expect(out).toMatch(/\nMODEL +PROVIDER +INPUT +CACHED +OUTPUT\n/);
  expect(out).toMatch(/\nclaude-sonnet-4-5 +anthropic +3 +0\.30 +15\n/);
});

test("one model is shown with its steps, its terms, its searches and where that was found", async () => {
  const { out } = await prices("show", "gpt-5.4", "--provider", "openai");

  expect(out).toContain("per million    input $2.50, cache read $0.25, output $15\n");
  expect(out).toContain("above 271,999  input $5, cache read $0.50, output $22.50\n");
  expect(out).toContain("web searches   $10 for a thousand\n");
  expect(out).toContain("flex x0.5, batch x0.5; any other: unknown\n");
  expect((await prices("show", "glm-4.6")).out).toContain("web searches  not included\n");
  expect((await prices("show", "glm-5.2", "--provider", "zai-cn")).out).toContain("at 7.25 to a dollar");
  expect((await prices("show", "glm-4.7", "--provider", "zai-cn")).out).toContain("price     unknown\n");
});

test("a model that nobody knows is told with what to do, and what was probably meant", async () => {
  const unknown = await prices("show", "my-own-model");
  const mistyped = await prices("show", "gpt-4oo");

  expect(unknown.code).toBe(2);
  expect(unknown.err).toContain("try: proxy-cli prices set my-own-model --provider NAME");
  expect(mistyped.err).toContain("try: proxy-cli prices show gpt-4o");
  expect((await prices("show")).err).toContain("prices list");
  expect((await prices("list", "--provider", "zia")).err).toContain("--provider zai");
});

test("a price of one's own counts at once, is written beside what was there, and is taken back by undo", async () => {
  mkdirSync(corner.home, { recursive: true, mode: 0o700 });
  const before = "# mine\nzai:\n  glm-9: { input: 1, output: 2 } # asked\n";
  writeFileSync(file(), before, { mode: 0o600 });
  await corner.cli(["start"]);

  const set = await prices("set", "codestral-latest", "--input", "0.2", "--output", "1");

  expect(set.out).toMatch(/ok {2}mistral codestral-latest: input 0\.2, output 1 {3}in .*models\.yaml\n.*in force now/);
  expect(readFileSync(file(), "utf8")).toStartWith(before);
  expect((await prices("show", "codestral-latest")).out).toContain("models.yaml (codestral-latest)");
  expect((await controlOf(corner).status({})).generation).toBe(2);
  expect((await corner.cli(["config", "undo"])).out).toContain("took back: prices set codestral-latest");
  expect(readFileSync(file(), "utf8")).toBe(before);
});

test.each([
  [["set", "my-own", "--input", "1"], "say whose price it is"],
  [["set", "codestral-latest"], "needs a price"],
  [["set", "codestral-latest", "--input", "cheap"], 'takes dollars for a million tokens, got "cheap"'],
  [["set", "codestral-latest", "--output", "3"], "models.mistral.codestral-latest.input  missing"],
  [["sett"], 'not "sett"'],
])("%j changes nothing and says why", async (words, why) => {
  const { code, err } = await prices(...words);

  expect(code).not.toBe(0);
  expect(err).toContain(why);
  expect(existsSync(file())).toBe(false);
});

test("a models.yaml with a mistake is told with its place, by config validate too, and a daemon does not start on it", async () => {
  mkdirSync(corner.home, { recursive: true, mode: 0o700 });
  writeFileSync(file(), "zai:\n  glm-9: { inptu: 1 }\n", { mode: 0o600 });

  for (const words of [["prices"], ["config", "validate"], ["start"]]) {
    const { code, err } = await corner.cli(words);
    expect(code).not.toBe(0);
    expect(err).toContain('models.zai.glm-9.inptu  unknown key, did you mean "input"?');
    expect(err).not.toContain("settings.md");
  }
  expect((await prices()).err).toContain("zai: { glm-4.6: { input: 0.6, output: 2.2 } }");
});

test("check names an upstream of one's own without prices, and both ways out; with prices_of it has a cost", async () => {
  const vendor = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: () =>
      Response.json({
        id: "c",
        object: "chat.completion",
        model: "gpt-4.1",
        choices: [{ index: 0, message: { role: "assistant", content: "hi" }, finish_reason: "stop" }],
        usage: { prompt_tokens: 1_000_000, completion_tokens: 0, total_tokens: 1_000_000 },
      }),
  });
  const address = `http://127.0.0.1:${vendor.port}`;
  await corner.cli(["upstreams", "add", "work", "--endpoint", address, "--type", "openai"]);
  await corner.cli(["start", "--upstream", "work"]);
  const { url } = await controlOf(corner).status({});
  const body = JSON.stringify({ model: "gpt-4.1", messages: [{ role: "user", content: "hi" }] });
  const ask = async () =>
    (
      await fetch(`${url}/v1/chat/completions`, { method: "POST", body, headers: { authorization: "Bearer k" } })
    ).text();
  await ask();

  const check = await prices("check");
  const stats = await corner.cli(["stats"]);
  await corner.cli(["upstreams", "edit", "work", "--prices-of", "openai"]);
  await ask();
  const { total } = await controlOf(corner).stats({ since: 0, by: "model" });
  await vendor.stop(true);

  expect(check.out).toContain("work is an upstream of your own, whose prices nobody has said (1 request):\n");
  expect(check.out).toContain("proxy-cli upstreams edit work --prices-of openai\n");
  expect(check.out).toContain("proxy-cli prices set MODEL --provider openai --input N --output N\n");
  expect(stats.out).toContain("+ 1 request of unknown cost; why: proxy-cli prices check\n");
  expect(total).toMatchObject({ requests: 2, unknownCost: 1, costMicros: 2_000_000 });
  expect((await prices("check")).out).not.toContain("of your own, whose");
});

test("check says how old the table is, which requests have no cost, and who disagrees; a price that is set counts for the next request", async () => {
  await corner.cli(["start"]);
  const { url } = await controlOf(corner).status({});
  await corner.cli(["switch", "simulator"]);
  const ask = async (): Promise<string> => {
    const answer = await fetch(`${url}/v1/messages`, {
      method: "POST",
      headers: { "x-api-key": "sk-ant-any-key-at-all", "anthropic-version": "2023-06-01" },
      body: JSON.stringify({ model: "mystery-9", max_tokens: 9, messages: [{ role: "user", content: "hi" }] }),
    });
    return answer.text();
  };
  await ask();

  const { out } = await prices("check");

  expect(out).toMatch(/^table: genai-prices \S+ of 2026-\d\d-\d\d, \d+ days old\n/);
  expect(out).toContain("mystery-9: 1 request without a known cost   proxy-cli prices show mystery-9\n");
  expect(out).toContain("mistral mistral-large-latest: 0.50 in, 1.50 out; table: 2 in, 6 out");
  expect(out).toContain("at a server of your own a model costs what models.yaml says: proxy-cli prices set MODEL");
  expect((await prices("check", "glm-4.6")).out).toContain("is without a known cost");
  expect((await prices("check", "nobody-knows")).out).toContain("nobody here knows what nobody-knows costs\n");

  await prices("set", "mystery-9", "--provider", "simulator", "--input", "1", "--output", "2");
  await ask();

  const { groups } = await controlOf(corner).stats({ since: 0, by: "model" });
  expect(groups).toMatchObject([{ name: "mystery-9", requests: 2, unknownCost: 1, costMicros: expect.any(Number) }]);
});
