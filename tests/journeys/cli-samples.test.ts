import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { version } from "../../src/version.ts";
import { type Corner, newCorner, type Ran } from "../support/program.ts";

let up: Corner;
let down: Corner;

/** People have their home in their folder: then no line is as long as this machine's names are. */
const at = ({ folder }: Corner) => ({ HOME: folder, PROXY_CLI_HOME: join(folder, ".proxy-cli"), SHELL: "/bin/bash" });
const cli = (corner: Corner, words: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  corner.cli(words, { ...at(corner), ...more });

let first: Ran;

beforeAll(async () => {
  [up, down] = [newCorner(), newCorner()];
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
});

afterAll(async () => {
  await cli(up, ["stop", "--now"]);
  await Promise.all([up.leave(), down.leave()]);
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
