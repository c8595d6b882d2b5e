import { afterAll, beforeAll, expect, test } from "bun:test";
import { bunCommand } from "../support/daemon.ts";
import { type Corner, controlOf, newCorner, runProgram } from "../support/program.ts";
import { reading } from "../support/reading.ts";

let up: Corner;

beforeAll(async () => {
  up = newCorner();
  await up.cli(["start", "--upstream", "simulator"]);
});

afterAll(() => up.leave());

test.each([
  ["LANG=C", { LANG: "C", LC_ALL: "C" }],
  ["COLUMNS=1", { COLUMNS: "1" }],
] as const)(
  "X-14 with %s every read command answers, without colours and beyond ASCII",
  async (name, env) => {
    for (const words of reading.map((line) => line.split(" "))) {
      const { code, out } = await up.cli(words, env);

      expect([words, code]).toEqual([words, 0]);
      expect(out).not.toContain("\u001b");
      if (name === "LANG=C") expect(out).toMatch(/^[\n\t -~]*$/);
    }
  },
  60_000,
);

test("X-12 a reader that leaves ends every command quietly", async () => {
  const cli = bunCommand("cli/main.ts").join(" ");
  const once = reading.map((words, index) => (index % 2 === 0 ? words : `${words} --json`));
  for (const words of ["logs -f", "--help", "help options", "stats --csv", "interactive --help", ...once]) {
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
}, 60_000);

test("X-12 a reader that leaves ends what goes on: a watch of requests, and of the status", async () => {
  const cli = bunCommand("cli/main.ts").join(" ");
  const { url } = await controlOf(up).status({});
  const ask = async (): Promise<void> => {
    const body = JSON.stringify({ model: "claude-x", max_tokens: 9, messages: [{ role: "user", content: "hi" }] });
    await (await fetch(`${url}/v1/messages`, { method: "POST", body, headers: { "x-api-key": "k" } })).text();
  };
  for (const words of ["stats --realtime", "stats --realtime --plain", "status --watch", "status --watch --json"]) {
    let hasEnded = false;
    const running = runProgram(
      [
        "sh",
        "-c",
        `{ ${cli} ${words}; echo "code=$?" >code.txt; } 2>err.txt | head -n 1 >/dev/null; cat err.txt code.txt`,
      ],
      up.env,
      up.folder,
    ).finally(() => {
      hasEnded = true;
    });
    // It hears that nobody reads any more with the next line that it has for them.
    for (let to = "auto"; !hasEnded; to = to === "auto" ? "simulator" : "auto") {
      await up.cli(["switch-upstream", to]);
      await ask();
    }

    expect([words, (await running).out]).toEqual([words, "code=0\n"]);
  }
  await up.cli(["switch-upstream", "simulator"]);
}, 60_000);

test("X-12 a reader that leaves while a daemon starts hears of no mistake, and the daemon is there", async () => {
  const corner = newCorner();
  const cli = bunCommand("cli/main.ts").join(" ");
  const run = (words: string) =>
    runProgram(["sh", "-c", `${cli} ${words} 2>err.txt | true; cat err.txt`], corner.env, corner.folder);

  expect((await run("start --upstream simulator")).out).toBe("");
  expect((await controlOf(corner).status({})).upstream).toBe("simulator");
  expect((await run("start")).out).toBe("");
  await corner.leave();
}, 60_000);
