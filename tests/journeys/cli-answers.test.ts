import { afterAll, beforeAll, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fieldsOf } from "../../scripts/answers/fields.ts";
import { answers } from "../../scripts/answers/index.ts";
import { type Corner, controlOf, newCorner } from "../support/program.ts";
import { reading } from "../support/reading.ts";

let up: Corner;
let down: Corner;

beforeAll(async () => {
  [up, down] = [newCorner(), newCorner()];
  const talk = [
    { role: "user", content: "hi" },
    { role: "assistant", content: "Hello." },
    { role: "user", content: "so?" },
  ];
  writeFileSync(join(up.folder, "talk.json"), JSON.stringify({ system: "You help.", max_tokens: 9, messages: talk }));
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

  expect(status).toMatchObject({ code: 0, out: expect.stringMatching(/^simulator\t[1-9]\d*\n$/) });
  expect(names.out.split("\n")).toContain("simulator");
  expect(json.groups).toContainEqual({ name: "claude-x", requests: 1 });
});

test.each(reading)("X-02 %s asks nobody, answers in one object, and gives any field of it alone", async (line) => {
  const words = line.split(" ");
  const json = await up.cli([...words, "--json", "--no-input"]);
  const answer = JSON.parse(json.out);
  const field = Object.keys(answer).find((name) => !/^(schema|generated_at)$/.test(name)) ?? "";
  const [alone, tabbed, quiet] = await Promise.all([
    up.cli([...words, "--fields", field]),
    up.cli([...words, "--fields", "schema", "--tsv", "--yes"]),
    up.cli([...words, "--quiet", "--json"]),
  ]);

  expect(json).toMatchObject({ code: 0, err: "" });
  expect(answer).toMatchObject({ schema: 1, generated_at: expect.stringMatching(/Z$/) });
  expect(json.out.trimEnd().split("\n").length).toBe(1);
  expect(Object.keys(JSON.parse(alone.out)).toSorted()).toEqual(["generated_at", "schema", field].toSorted());
  expect(tabbed).toMatchObject({ code: 0, out: "1\n", err: "" });
  expect(Object.keys(JSON.parse(quiet.out))).toEqual(Object.keys(answer));
});

test("lines of different kinds give nothing for a field that they have not", async () => {
  const { out, code } = await up.cli(["logs", "--fields", "message,model", "--tsv"]);

  expect(code).toBe(0);
  expect(out).toMatch(/^started\t$/m);
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
  ["COLUMNS=nonsense", { COLUMNS: "-7x" }],
  ["no locale at all", { LANG: "", LC_ALL: "", LC_CTYPE: "" }],
];

test.each(surroundings)("X-14 with %s what reads answers, without colours and beyond ASCII", async (_, env) => {
  for (const words of [["status"], ["upstreams"], ["stats"], ["config"], ["logs"], ["doctor", "simulator"]]) {
    const { code, out } = await up.cli(words, env);

    expect([words, code]).toEqual([words, 0]);
    expect(out).not.toContain("\u001b");
    if (env["LANG"] === "C") expect(out).toMatch(/^[\n\t -~]*$/);
  }
});
