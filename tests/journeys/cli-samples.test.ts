import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { version } from "../../src/version.ts";
import { type Corner, newCorner, type Ran } from "../support/program.ts";

let up: Corner;
let down: Corner;
/** One whose daemon has seen traffic. */
let busy: Corner;

/** People have their home in their folder: then no line is as long as this machine's names are. */
const at = ({ folder }: Corner) => ({ HOME: folder, PROXY_CLI_HOME: join(folder, ".proxy-cli"), SHELL: "/bin/bash" });
const cli = (corner: Corner, words: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  corner.cli(words, { ...at(corner), ...more });

let first: Ran;

beforeAll(async () => {
  [up, down, busy] = [newCorner(), newCorner(), newCorner()];
  await cli(up, [
    "upstreams",
    "add",
    "work",
    "--endpoint",
    "https://llm.example",
    "--type",
    "openai",
    "--region",
    "中国 北京",
  ]);
  first = await cli(up, ["start", "--upstream", "simulator"]);
  await cli(down, ["start"]);
  await cli(down, ["stop"]);
  await makeTraffic();
}, 60_000);

/** Three requests of a conversation with a name in wide letters, and one that the vendor refuses. */
const makeTraffic = async (): Promise<void> => {
  await cli(busy, ["start", "--upstream", "simulator"]);
  await cli(busy, ["trace", "on"]);
  const { url } = JSON.parse((await cli(busy, ["status", "--json"])).out);
  const ask = async (body: object, key: string): Promise<void> => {
    const headers = { "x-api-key": key, "user-agent": "claude-cli/2.1" };
    await (await fetch(`${url}/v1/messages`, { method: "POST", headers, body: JSON.stringify(body) })).text();
  };
  const said = { role: "user", content: "hello there" };
  const turns = [[said], [said, { role: "assistant", content: "hi" }, { role: "user", content: "go on" }]];
  for (const messages of turns) await ask({ model: "claude-sonnet-4-5", max_tokens: 9, messages }, "k");
  await ask({ model: "模型-大-v1", max_tokens: 9, messages: [said] }, "k");
  await ask({ model: "claude-sonnet-4-5", max_tokens: 9, messages: [said] }, "sk-invalid-key");
};

afterAll(async () => {
  await Promise.all([cli(up, ["stop", "--now"]), cli(busy, ["stop", "--now"])]);
  await Promise.all([up.leave(), down.leave(), busy.leave()]);
});

/** What differs from run to run has a name in its place. */
const masked = ({ code, out, err }: Ran): string =>
  [out, err === "" ? "" : `[stderr]\n${err}`, `[exit ${code}]`]
    .join("")
    .replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:PORT")
    .replaceAll(/pid \d+/g, "pid PID")
    .replaceAll(/up \d+s/g, "up TIME")
    .replaceAll(/\b\d\d:\d\d(:\d\d)?\b/g, (time) => (time.length > 5 ? "HH:MM:SS" : "HH:MM"))
    .replaceAll(version, "VERSION")
    // A longer number can push what follows it to the next line.
    .replaceAll(/\s+(pid PID|VERSION)/g, "   $1");

const samples: readonly (readonly [string, () => Corner, readonly string[]])[] = [
  ["start, the second time", () => up, ["start"]],
  ["status", () => up, ["status"]],
  ["status, stopped", () => down, ["status"]],
  ["switch-upstream", () => up, ["switch-upstream", "auto", "--dry-run"]],
  ["upstreams", () => up, ["upstreams"]],
  ["config --set with an error", () => up, ["config", "--set", "server.port", "80800"]],
  ["config validate", () => up, ["config", "validate"]],
  ["env", () => up, ["env"]],
  ["run", () => up, ["run", "--", "true"]],
  ["an unknown upstream", () => up, ["switch-upstream", "wrok"]],
];

for (const columns of [60, 80, 120])
  test.each(samples)(`X-01 %s reads as it always has, ${columns} columns wide`, async (_, where, words) => {
    const ran = await cli(where(), words, { COLUMNS: String(columns), NO_COLOR: "1" });

    expect(masked(ran)).toMatchSnapshot();
    if (where() === up && /^(status|upstreams)$/.test(words[0] ?? ""))
      expect(ran.out.split("\n").filter((line) => Bun.stringWidth(line) > columns)).toEqual([]);
  });

/** Samples with figures of traffic: how long it took differs, and with it how wide the columns are. */
const figures: readonly (readonly [string, readonly string[]])[] = [
  ["status with traffic", ["status"]],
  ["stats --hours 168 --by model", ["stats", "--hours", "168", "--by", "model"]],
  ["stats --by status", ["stats", "--today", "--by", "status"]],
  ["sessions", ["sessions"]],
  ["trace ls", ["trace", "ls"]],
  ["statusline", ["statusline"]],
  ["keys", ["keys"]],
];

const loose = (ran: Ran): string =>
  masked(ran)
    .replaceAll(/[<~]?\b\d+(\.\d+)? (ms|s)\b/g, "TIME")
    .replaceAll(/\b\d+s ago/g, "TIME ago")
    .replaceAll(/\b\d+(\.\d+)? k?B\b/g, "SIZE")
    .replaceAll(/\b([rs])_[a-z0-9]{12,14}/g, "$1_ID")
    .replaceAll(/ {2,}/g, "  ");

const inUtc = { TZ: "UTC", NO_COLOR: "1" };

test.each(figures)("X-01 %s reads as it always has, and fits 60, 80 and 120 columns", async (_, words) => {
  const [wide, ...narrow] = await Promise.all(
    [120, 80, 60].map((columns) => cli(busy, words, { ...inUtc, COLUMNS: String(columns) })),
  );

  expect(loose(wide ?? first)).toMatchSnapshot();
  for (const [index, { out }] of narrow.entries())
    expect(out.split("\n").filter((line) => Bun.stringWidth(line) > (index === 0 ? 80 : 60))).toEqual([]);
});

test.each(figures)("X-01 %s is whole in a pipe, and with LANG=C it has ASCII signs of ours alone", async (_, words) => {
  const [piped, plain] = [
    await cli(busy, words, { TZ: "UTC" }),
    await cli(busy, words, { TZ: "UTC", LANG: "C", LC_ALL: "C" }),
  ];

  expect(piped.out).not.toMatch(/…|\u001b/);
  expect(plain.out.replaceAll("模型-大", "")).toMatch(/^[\n\t -~]*$/);
  expect(loose(plain).split("\n").length).toBe(loose(piped).split("\n").length);
});

test("X-01 the first start reads as it always has", () => {
  expect(masked(first)).toMatchSnapshot();
});

test("X-01 a name in wide letters moves nothing that stands behind it", async () => {
  const { out } = await cli(up, ["upstreams"], { COLUMNS: "120" });
  const [head = "", ...rows] = out.trimEnd().split("\n");
  const place = Bun.stringWidth(head.slice(0, head.indexOf("FORMATS")));
  const formats = /(anthropic|openai-|gemini)\S*( |$).*$/;

  expect(out).toContain("中国 北京");
  for (const row of rows) {
    const from = row.slice(head.indexOf("REGION") - 2).search(formats) + head.indexOf("REGION") - 2;
    expect([row, Bun.stringWidth(row.slice(0, from))]).toEqual([row, place]);
  }
});

test("X-01 every setting stands on a line with its value and where that comes from, piped and in any width", async () => {
  const piped = await cli(up, ["config", "--list"]);
  const narrow = await cli(up, ["config", "--list"], { COLUMNS: "60" });

  expect(piped.out).toMatch(/^server\.host +127\.0\.0\.1 +default$/m);
  expect(piped.out).not.toContain("…");
  expect(narrow.out.split("\n").length).toBe(piped.out.split("\n").length);
});

test("X-01 logs and doctor begin each line with its sign", async () => {
  const logs = await cli(up, ["logs"]);
  const doctor = await cli(up, ["doctor", "simulator"]);

  expect(logs.out).toMatch(/^(\d\d:\d\d:\d\d (DEBUG|INFO |WARN |ERROR) {2}.+\n)+$/);
  expect(doctor.out.trimEnd().split("\n").slice(0, -1).join("\n")).toMatch(/^((ok|x|!|-) +.+(\n|$)| {3,}.+(\n|$))+$/);
});
