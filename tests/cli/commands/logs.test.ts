import { afterEach, beforeEach, expect, test } from "bun:test";
import { bunCommand } from "../../support/daemon.ts";
import { type Corner, controlOf, newCorner } from "../../support/program.ts";
import { until } from "../../support/wait.ts";

let corner: Corner;

beforeEach(() => {
  corner = newCorner();
});

afterEach(() => corner.leave());

test("the log reads as lines for people or as JSON for programs", async () => {
  await corner.cli(["start"]);
  await corner.cli(["stop"]);

  const people = await corner.cli(["logs"]);
  const programs = await corner.cli(["logs", "--json", "-n", "1"]);

  expect(people.out).toMatch(/^\d\d:\d\d:\d\d INFO {3}started {2}url=http:/);
  expect(JSON.parse(programs.out)).toMatchObject({ schema: 1, level: "info", message: "stopped" });
  expect((await corner.cli(["logs", "--level", "error"])).out).toBe("");
});

test("following shows what is written from now on", async () => {
  await corner.cli(["start"]);
  const child = Bun.spawn([...bunCommand("cli/main.ts"), "logs", "-f"], { env: corner.env, stdout: "pipe" });
  let seen = "";
  void child.stdout.pipeTo(
    new WritableStream({
      write: (bytes) => {
        seen += new TextDecoder().decode(bytes);
      },
    }),
  );
  await until("the beginning", () => seen.includes("started"));

  await corner.cli(["reload"]);

  await until("the reload", () => seen.includes("config reloaded"));
  child.kill();
  await child.exited;
});

test("before the first line that is said, and no level is misunderstood", async () => {
  expect(await corner.cli(["logs"])).toEqual({ code: 0, out: "", err: "nothing has been written yet\n" });
  expect(await corner.cli(["logs", "--level", "wran"])).toMatchObject({ code: 2, out: "" });

  await corner.cli(["start"]);
  await corner.cli(["stop"]); // its last lines are in the file now
  expect((await corner.cli(["logs", "--level", "error"])).err).toBe("no line of the log is like that\n");
});

test("a time, a request and an expression choose lines, also while following, as JSON lines for programs", async () => {
  await corner.cli(["start", "--upstream", "simulator"]);
  const { url } = await controlOf(corner).status({});
  const seen = { json: "", grep: "" };
  const follow = (words: readonly string[], hear: (text: string) => void) => {
    const child = Bun.spawn([...bunCommand("cli/main.ts"), "logs", "-f", ...words], {
      env: corner.env,
      stdout: "pipe",
    });
    void child.stdout.pipeTo(new WritableStream({ write: (bytes) => hear(new TextDecoder().decode(bytes)) }));
    return child;
  };
  const children = [
    follow(["--json", "--since", "1h"], (text) => {
      seen.json += text;
    }),
    follow(["--level", "warn", "--grep", "WARN +refused"], (text) => {
      seen.grep += text;
    }),
  ];
  await until("the follower has begun", () => seen.json.includes('"started"'));

  const lost = async (path: string) =>
    (await fetch(url + path, { method: "POST", headers: { origin: "https://evil.example" } })).headers.get(
      "x-proxy-request-id",
    );
  await lost("/v1/elsewhere");
  const id = await lost("/v1/nowhere");
  await until("it is in the log", () => seen.json.split("\n").filter((line) => line.includes("refused")).length === 2);

  const lines = seen.json.trim().split("\n");
  for (const line of lines) expect(JSON.parse(line)).toMatchObject({ schema: 1, at: expect.any(String) });
  const one = await corner.cli(["logs", "--request", id ?? "", "--json"]);
  expect(
    one.out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).id),
  ).toEqual([id]);
  expect((await corner.cli(["logs", "--since", "2099-01-01"])).err).toBe("no line of the log is like that\n");
  await until("the other one has them too", () => seen.grep.split("\n").length === 3);
  expect(seen.grep).toMatch(/^(\d\d:\d\d:\d\d WARN {3}refused .*\n){2}$/);
  for (const child of children) {
    child.kill();
    await child.exited;
  }
});
