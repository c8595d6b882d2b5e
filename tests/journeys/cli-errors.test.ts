import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commands } from "../../cli/commands/index.ts";
import { exitCodes } from "../../cli/exit-codes.ts";
import { commandsIn, whyNot } from "../support/advice.ts";
import { type Corner, newCorner, type Ran } from "../support/program.ts";

/** One home with a daemon that answers, one where none runs, one whose files are not in order. */
let up: Corner;
let down: Corner;
let broken: Corner;
let wide: Corner;
const taken = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response("") });

beforeAll(async () => {
  [up, down, broken, wide] = [newCorner(), newCorner(), newCorner(), newCorner()];
  await up.cli(["start", "--upstream", "simulator"]);
  mkdirSync(broken.home, { mode: 0o700 });
  writeFileSync(join(broken.home, "config.yaml"), "server:\n  port: 80800\n  hots: x\nlog: [\n", { mode: 0o600 });
  writeFileSync(join(broken.home, "servers.yaml"), "cn: { endpoint: 'nonsense' }\n", { mode: 0o600 });
  mkdirSync(wide.home, { mode: 0o755 });
  chmodSync(wide.home, 0o755);
});

afterAll(async () => {
  await up.leave();
  await Promise.all([down.leave(), taken.stop(true)]);
});

type Situation = readonly [
  words: string,
  code: number,
  says: string,
  where?: "up" | "down" | "broken" | "wide",
  env?: Readonly<Record<string, string>>,
];

const port = String(taken.port);

const situations: readonly Situation[] = [
  // words that are not understood
  ["stat", 2, 'unknown command "stat"'],
  ["foo", 2, 'unknown command "foo"'],
  ["help foo", 2, 'unknown command "foo"'],
  ["--prot", 2, 'unknown option "--prot"'],
  ["status --jsn", 2, "did you mean --json"],
  ["status now", 2, "too many arguments"],
  ["start here", 2, "too many arguments"],
  ["stop now", 2, "too many arguments"],
  ["stats today", 2, "too many arguments"],
  ["logs -n", 2, "argument missing"],
  ["doctor cn zai", 2, "too many arguments"],
  ["bug-report now", 2, "too many arguments"],
  ["run", 2, "missing required argument"],
  ["service", 2, "missing required argument"],
  ["status --fields", 2, "argument missing"],
  // values that are none
  ["status --tsv", 2, "--tsv needs --fields"],
  ["status --fields a,,b", 2, "with commas between them"],
  ["status --fields nope", 2, 'no field "nope"'],
  ["status --fields upstreams.name,tests.x --json", 2, "no field"],
  ["status --timeout soon", 2, "--timeout takes a time"],
  ["status --profile ../x", 2, "a profile's name"],
  ["start --port 99999", 2, "--port must be a whole number", "down"],
  ["start --port x", 2, "--port must be a whole number", "down"],
  ["start --log-level loud", 2, "--log-level must be", "down"],
  ["start --log-level debgu", 2, "try: proxy-cli start --log-level debug", "down"],
  ["start --base-url nonsense --type openai", 2, "--base-url", "down"],
  ["start --base-url http://127.0.0.1:1", 2, "--base-url needs --type", "down"],
  ["start --base-url http://127.0.0.1:1 --type opnai", 2, "try: proxy-cli start --base-url URL --type openai", "down"],
  ["start --type openai", 2, "belong to --base-url", "down"],
  ["start --upstream cn --base-url http://127.0.0.1:1 --type openai", 2, "both say where", "down"],
  ["start --base-url http://127.0.0.1:1 --type openai --api-key x --api-key-stdin", 2, "one key is enough", "down"],
  [
    "start --base-url http://127.0.0.1:1 --type openai --api-key-env NOT_SET_HERE",
    78,
    "NOT_SET_HERE is not set",
    "down",
  ],
  ["start --base-url http://127.0.0.1:1 --type openai --api-key-file /none", 66, "cannot read a key", "down"],
  ["start --config /none.yaml", 66, "no file /none.yaml", "down"],
  ["start --upstream simulatr", 65, 'no upstream "simulatr"', "down"],
  [`start --port ${port}`, 69, `port ${port} is used by`, "down"],
  ["start --host 0.0.0.0", 78, "without a token", "down"],
  ["stats --hours 0", 2, "from 1 up", "up"],
  ["stats --hours 1.5", 2, "whole number"],
  ["stats --days -3", 2, ""],
  ["stats --hours 1 --days 2", 2, "one time is enough"],
  ["stats --since yesterday", 2, "--since takes"],
  ["stats --since 12", 2, "--since takes"],
  ["stats --by modle", 2, "try: proxy-cli stats --by model"],
  ["stats --csv --json", 2, "two answers"],
  ["logs -n x", 2, "whole number"],
  ["logs --level loud", 2, 'no level "loud"'],
  ["run --budget much -- claude", 2, '--budget takes dollars, not "much"', "up"],
  ["budget allow --more much", 2, '--more takes an amount, not "much"', "up"],
  ["sessions export s_1a2b3c4d5e6f --format xml", 2, 'no format "xml"', "up"],
  ["trace list mode:x", 2, "did you mean model", "up"],
  ["trace diff r_nope", 66, 'no request "r_nope" is known here', "up"],
  ["start --demo --port 0", 2, "leave out --port"],
  ["stats --since 2026-13-01", 2, 'takes a date, a time or a duration, got "2026-13-01"'],
  ["stop --drain soon", 2, "--drain takes a time", "up"],
  ["stop --drain 9d", 2, "at most a day", "up"],
  ["env --shell tcsh", 2, 'no shell "tcsh"', "up"],
  ["env --for vim", 2, 'no tool "vim"', "up"],
  ["switch-upstream", 2, "switch to which upstream", "up"],
  ["switch-upstream anthropc", 65, "try: proxy-cli switch-upstream anthropic", "up"],
  ["switch-upstream anthropc", 65, "try: proxy-cli switch-upstream anthropic", "down"],
  ["upstreams lst", 2, "try: proxy-cli upstreams list", "up"],
  ["upstreams test anthropc", 65, 'no upstream "anthropc"', "up"],
  ["trace clear nope", 2, "try: proxy-cli trace clear", "up"],
  ["trace clear nope", 2, 'takes no "nope"', "up"],
  ["sessions list nope", 2, 'takes no "nope"', "up"],
  ["keys list nope", 2, 'takes no "nope"', "up"],
  ["logs audit nope", 2, "try: proxy-cli logs audit", "up"],
  ["status --watch --check", 2, "does not go with --watch", "up"],
  ["stats --plain", 2, "try: proxy-cli stats --realtime --plain", "up"],
  ["interactive", 2, "interactive needs a terminal (stdout is not a TTY)", "up"],
  ["stats --realtime", 3, "not running", "down"],
  ["config gte server.port", 2, "try: proxy-cli config get", "up"],
  ["config get server.prot", 78, 'no setting "server.prot"', "up"],
  ["config --set server.port 80800", 78, "whole number", "up"],
  ["config --set server.port", 2, "value", "up"],
  ["config --set log.levle debug", 78, 'no setting "log.levle"', "up"],
  ["config --set upstream simulatr", 65, 'no upstream "simulatr"', "up"],
  ["doctor anthropc", 65, "try: proxy-cli doctor anthropic", "up"],
  ["restart --port 80800", 2, "--port must be", "up"],
  [`restart --port ${port}`, 69, `try: proxy-cli restart --port`, "up"],
  ["restart --host 0.0.0.0", 78, "without a token", "up"],
  ["restart --upstream simulatr", 65, 'no upstream "simulatr"', "up"],
  ["restart --config /none.yaml", 66, "no file /none.yaml", "up"],
  // nothing runs
  ["reload", 3, "not running", "down"],
  ["env", 3, "not running", "down"],
  // files that are not in order
  ["start", 78, "config.yaml:", "broken"],
  ["config", 78, "config.yaml:", "broken"],
  ["env", 78, "config.yaml:", "broken"],
  ["switch-upstream cn", 78, "", "broken"],
  ["start", 77, "open to other users (mode 0755)", "wide"],
  ["bug-report --out /none/x.json --yes", 73, "cannot write", "down"],
  ["bug-report --out x.json", 2, "nobody here who can be asked", "down"],
  ["bug-report --out x.json --no-input", 2, "nobody here who can be asked", "down"],
  // surroundings
  ["status", 78, "no home folder", "down", { HOME: "", PROXY_CLI_HOME: "" }],
  ["status", 78, "no home folder", "down", { PROXY_CLI_HOME: "relative" }],
  ["start", 73, "/proc/none", "down", { PROXY_CLI_HOME: "/proc/none" }],
  ["start", 78, "80800", "down", { PROXY_PORT: "80800" }],
];

const at = (where: Situation[3]): Corner => ({ up, down, broken, wide })[where ?? "down"];

const problemsOf = async ({ code, out, err }: Ran, expected: number, says: string): Promise<readonly string[]> => {
  const advice = commandsIn(err);
  const reasons = await Promise.all(advice.map(whyNot));
  return [
    ...(code === expected ? [] : [`exit code ${code} instead of ${expected}`]),
    ...(exitCodes.some((known) => known.code === code) ? [] : [`exit code ${code} is in no table`]),
    ...(out === "" ? [] : [`something on stdout: ${out.slice(0, 80)}`]),
    ...(err.includes("error: ") ? [] : ["no `error:`"]),
    ...(/^try: \S/m.test(err) ? [] : ["no `try:`"]),
    ...(err.toLowerCase().includes(says.toLowerCase()) ? [] : [`does not say "${says}"`]),
    ...(/\n\s+at |\.ts:\d/.test(err) ? ["a stack trace"] : []),
    ...reasons.flatMap((reason, index) => (reason === null ? [] : [`${advice[index]}: ${reason}`])),
  ];
};

describe("X-03 an error says what, why and what to try; nothing is on stdout, and the command to try is understood", () => {
  for (const [words, code, says, where, env] of situations) {
    test(`proxy-cli ${words}${where === undefined ? "" : ` (${where})`}`, async () => {
      const ran = await at(where).cli(words.split(" "), env);

      expect({ problems: await problemsOf(ran, code, says), err: ran.err }).toEqual({ problems: [], err: ran.err });
    });
  }
});

for (const wrong of ["--budget much", "--session a;b", "--budget 5", "--session mine"])
  test(`X-03 run ${wrong} -- true starts no daemon before it says that it cannot`, async () => {
    const { code, err } = await down.cli(["run", ...wrong.split(" "), "--", "true"]);

    expect({ code, isStarted: err.includes("started") }).toEqual({ code: 2, isStarted: false });
  });

describe("X-02 every command", () => {
  for (const { name } of commands) {
    test(`${name} has help with an example, and refuses what it does not know, on stderr alone`, async () => {
      const [help, wrong] = await Promise.all([down.cli([name, "--help"]), down.cli([name, "--no-such-option"])]);

      expect(help).toMatchObject({ code: 0, err: "" });
      expect(help.out).toStartWith(`proxy-cli ${name}: `);
      expect(help.out).toContain(`\n  proxy-cli ${name}`);
      expect(help.out.trimEnd().split("\n").length).toBeLessThanOrEqual(24);
      expect(wrong).toMatchObject({ code: 2, out: "" });
      expect(wrong.err).toMatch(/^error: .*--no-such-option[\s\S]*\ntry: proxy-cli \S+ --help\n$/);
    });
  }

  test("its examples are understood", async () => {
    for (const { load } of commands) {
      const { default: command } = await load();
      for (const example of command.examples.filter((line) => line.startsWith("proxy-cli "))) {
        const [line = ""] = example.split(/ +#| && | \| | > /);
        expect([line, await whyNot(line)]).toEqual([line, null]);
      }
    }
  });
});
