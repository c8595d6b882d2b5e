import { afterAll, beforeAll, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { answers, fieldsOf } from "../../scripts/answers.ts";
import { bunCommand } from "../support/daemon.ts";
import { type Corner, controlOf, newCorner, runProgram } from "../support/program.ts";

let up: Corner;
let down: Corner;

beforeAll(async () => {
  [up, down] = [newCorner(), newCorner()];
  await up.cli(["start", "--upstream", "simulator"]);
  const { url } = await controlOf(up).status({});
  const body = JSON.stringify({ model: "claude-x", max_tokens: 9, messages: [{ role: "user", content: "hi" }] });
  await (await fetch(`${url}/v1/messages`, { method: "POST", body, headers: { "x-api-key": "k" } })).text();
  await controlOf(up).stats({ since: 0, by: "model" });
});

afterAll(async () => {
  await Promise.all([up.leave(), down.leave()]);
});

for (const [name, { words, type }] of Object.entries(answers)) {
  test(`X-02 the answer of ${name} has what is promised`, async () => {
    const isDown = name.includes("not running");
    const ran = await (isDown ? down : up).cli([...words, "--json"]);

    expect(ran.err).toBe("");
    expect(type.safeParse(JSON.parse(ran.out)).error?.issues ?? []).toEqual([]);
  });
}

test("X-02 what was promised once stays: fields may come, none may go or change", () => {
  const promised = readFileSync(join(import.meta.dir, "../support/promised/fields.txt"), "utf8")
    .trim()
    .split("\n");
  const now = Object.entries(answers).flatMap(([name, { type }]) =>
    fieldsOf(type).map((field) => `${name} · ${field}`),
  );

  expect(promised.length).toBeGreaterThan(100);
  expect(promised.filter((field) => !now.includes(field))).toEqual([]);
});

test("fields of the answer come alone, as JSON or between tabs", async () => {
  const status = await up.cli(["status", "--fields", "upstream,tally.accepted", "--tsv"]);
  const names = await up.cli(["upstreams", "--fields", "name", "--tsv"]);
  const json = JSON.parse((await up.cli(["stats", "--by", "model", "--fields", "name,requests"])).out);

  expect(status).toMatchObject({ code: 0, out: "simulator\t1\n" });
  expect(names.out.split("\n")).toContain("simulator");
  expect(json.groups).toEqual([{ name: "claude-x", requests: 1 }]);
});

test("a profile is a home of its own, seen by no other", async () => {
  const profile = await up.cli(["status", "--profile", "work", "--json"]);

  expect(JSON.parse(profile.out)).toMatchObject({ running: false });
  expect((await up.cli(["--profile", "work", "config", "path", "--fields", "home", "--tsv"])).out).toBe(
    `${up.home}/profiles/work\n`,
  );
});

test("another control socket, and a limit to the patience with it", async () => {
  const socket = join(up.home, "daemon.sock");
  const silent = join(down.folder, "s.sock");
  const server = Bun.serve({ unix: silent, fetch: () => new Promise<Response>(() => undefined) });

  expect((await down.cli(["status", "--check", "--socket", socket])).code).toBe(0);
  const ran = await down.cli(["status", "--socket", silent, "--timeout", "100ms"]);
  void server.stop(true);

  expect(ran).toMatchObject({ code: 124, out: "" });
  expect(ran.err).toContain("has not answered");
});

const surroundings: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ["LANG=C", { LANG: "C", LC_ALL: "C" }],
  ["NO_COLOR", { NO_COLOR: "1" }],
  ["TERM=dumb", { TERM: "dumb" }],
  ["TERM unset", { TERM: "" }],
  ["COLUMNS=1", { COLUMNS: "1" }],
  ["COLUMNS=40", { COLUMNS: "40" }],
];

test.each(surroundings)("X-14 with %s every read command answers, without colours and beyond ASCII", async (_, env) => {
  for (const words of [["status"], ["upstreams"], ["stats"], ["config"], ["logs"], ["doctor", "simulator"]]) {
    const { code, out } = await up.cli(words, env);

    expect([words, code]).toEqual([words, 0]);
    expect(out).not.toContain("\u001b");
    if (env["LANG"] === "C") expect(out).toMatch(/^[\n\t -~]*$/);
  }
});

test("X-12 a reader that leaves ends a command quietly", async () => {
  const cli = bunCommand("cli/main.ts").join(" ");
  for (const words of ["config", "logs -f", "upstreams --json", "--help"]) {
    let hasEnded = false;
    const running = runProgram(
      ["sh", "-c", `${cli} ${words} 2>err.txt | head -n 1 >/dev/null; cat err.txt`],
      up.env,
      up.folder,
    ).finally(() => {
      hasEnded = true;
    });
    // Who follows hears that nobody reads any more with the next line that it has for them.
    while (words.endsWith("-f") && !hasEnded) await up.cli(["reload"]);

    expect([words, (await running).out]).toEqual([words, ""]);
  }
});
